import type { Attributes, Hdf5File } from '@h5tail/adapter';
import type { MetadataCodec } from './metadata-codec.js';
import type { Where } from './model/refusal.js';
import type { Mth5Access } from './mth5-access.js';
import { readStored, writeStored } from './storage/metadata-attributes.js';

/** What metadata of every kind have. */
interface WithCustom {
  readonly custom?: Readonly<Record<string, unknown>> | undefined;
}

/** The metadata of one object of an open file: its attributes, as its schema has them. */
export class ObjectMetadata<Metadata extends WithCustom, Input extends WithCustom> {
  readonly #access: Mth5Access;
  readonly #codec: MetadataCodec<Metadata, Input>;
  readonly #path: string;
  readonly #kind: 'group' | 'dataset';

  constructor(
    access: Mth5Access,
    codec: MetadataCodec<Metadata, Input>,
    path: string,
    kind: 'group' | 'dataset' = 'group',
  ) {
    this.#access = access;
    this.#codec = codec;
    this.#path = path;
    this.#kind = kind;
  }

  /** @throws Hdf5Error `INVALID_DATA` for values that make no sense; `OBJECT_NOT_FOUND`. */
  async read(): Promise<Metadata> {
    return this.#access.inspect(() => this.#decoded(this.#access.store.file));
  }

  /**
   * Changes some of it, and keeps the rest.
   *
   * @throws Hdf5Error `INVALID_DATA` for values that do not fit the schema, and then nothing is changed; `READ_ONLY`.
   */
  async update(input: Input): Promise<Metadata> {
    return this.#access.session.changeStructure(async ({ file }) => {
      const before = await this.#decoded(file);
      const merged = { ...before, ...input, custom: { ...before.custom, ...input.custom } };
      const metadata = this.#codec.complete(merged, this.#where);
      await writeStored(await this.#attributes(file), this.#codec.encode(metadata));
      return metadata;
    });
  }

  get #where(): Where {
    return { file: this.#access.path, object: this.#path };
  }

  async #decoded(file: Hdf5File): Promise<Metadata> {
    return this.#codec.decode(await readStored(await this.#attributes(file)), this.#where);
  }

  async #attributes(file: Hdf5File): Promise<Attributes> {
    const object = this.#kind === 'group' ? await file.group(this.#path) : await this.#access.store.dataset(this.#path);
    return object.attributes;
  }
}
