import type { Dtype, WriterState } from '@h5tail/adapter';
import { elementSize, encodeElements, resolveSelection } from '@h5tail/adapter/implementation';
import { ElementBlocks } from '../memory/element-blocks.js';
import type { MemoryDisk } from '../memory/memory-disk.js';
import { StoredFile } from '../memory/stored-file.js';
import {
  storedBase,
  storedGroup,
  type StoredAttribute,
  type StoredGroup,
  type StoredLink,
  type StoredObject,
} from '../memory/stored-object.js';
import { fromGoldenData } from './golden-data.js';
import { parseGoldenDtype } from './golden-dtype.js';
import { isAlias, type Golden, type GoldenAttribute, type GoldenDataset, type GoldenGroup } from './golden.js';

/**
 * Puts the file that a golden describes on a `MemoryDisk`, so that tests meet in memory what others meet in files.
 *
 * @throws RangeError for a golden with a digest.
 */
export function storeGolden(disk: MemoryDisk, path: string, golden: Golden): void {
  const store = new GoldenStore(disk, golden);
  const file = new StoredFile(store.root());
  file.writerState = writerState(golden.superblock);
  disk.files.set(path, file);
}

/** Formats before superblock version 3 say nothing of a writer. */
function writerState({ version, writerFlags }: Golden['superblock']): WriterState {
  if (version < 3) return 'unknown';
  return writerFlags === 0 ? 'closed' : writerFlags === 5 ? 'swmr-writing' : 'writing';
}

class GoldenStore {
  readonly #disk: MemoryDisk;
  readonly #golden: Golden;
  readonly #objects = new Map<string, StoredObject>();

  constructor(disk: MemoryDisk, golden: Golden) {
    this.#disk = disk;
    this.#golden = golden;
  }

  root(): StoredGroup {
    // Objects first, then what leads to them: links, references in elements and in attributes.
    for (const object of this.#golden.objects) {
      if (isAlias(object)) this.#objects.set(object.path, this.#object(object.sameObjectAs));
      else this.#objects.set(object.path, object.kind === 'dataset' ? dataset(object) : blank(object));
    }
    for (const object of this.#golden.objects) {
      if (isAlias(object)) continue;
      this.#setAttributes(object.path, object.attributes);
      if (object.kind === 'group') this.#setLinks(object);
      if (object.kind === 'dataset') this.#setElements(object);
    }
    return this.#object('/') as StoredGroup;
  }

  #object(path: string): StoredObject {
    const object = this.#objects.get(path);
    if (object === undefined) throw new TypeError(`the golden of ${this.#golden.file} has no ${path}`);
    return object;
  }

  #setLinks(golden: GoldenGroup): void {
    const group = this.#object(golden.path) as StoredGroup;
    const inOrder = golden.creationOrder ?? golden.children.map(({ name }) => name);
    for (const name of inOrder) {
      const link = golden.children.find((child) => child.name === name)?.link;
      if (link === undefined) throw new TypeError(`${golden.path} has no ${name}`);
      const path = `${golden.path === '/' ? '' : golden.path}/${name}`;
      const stored: StoredLink = link.type === 'hard' ? { type: 'hard', object: this.#object(path) } : link;
      group.links.set(name, stored);
    }
  }

  #setAttributes(path: string, golden: readonly GoldenAttribute[]): void {
    const attributes = new Map<string, StoredAttribute>();
    for (const { name, dtype, shape, data } of golden) {
      const parsed = parseGoldenDtype(dtype);
      const bytes = shape === null ? new Uint8Array(0) : this.#encode({ dtype: parsed, shape, data });
      attributes.set(name, { name, dtype: parsed, shape, bytes });
    }
    const versions = this.#object(path).attributes;
    versions.live = attributes;
    versions.flushed = attributes;
  }

  #setElements(golden: GoldenDataset): void {
    const stored = this.#object(golden.path);
    if (stored.kind !== 'dataset' || stored.content === null || golden.shape === null) return;
    const { shape, data, fillValue } = golden;
    const { dtype } = stored;
    const fill =
      fillValue === undefined
        ? new Uint8Array(elementSize(dtype, this.#disk.heap.pointerSize))
        : this.#encode({
            dtype,
            shape: [],
            data: Array.isArray(fillValue) || isObject(fillValue) ? fillValue : [fillValue],
          });
    const blocks = new ElementBlocks(shape, fill);
    blocks.write(resolveSelection(null, shape), this.#encode({ dtype, shape, data }));
    stored.content.live = blocks;
    stored.content.flushed = blocks.snapshot();
  }

  #encode({
    dtype,
    shape,
    data,
  }: Pick<GoldenDataset, 'data'> & { dtype: Dtype; shape: readonly number[] }): Uint8Array {
    const count = shape.reduce((product, extent) => product * extent, 1);
    const elements = fromGoldenData(dtype, data, (path) => this.#reference(path));
    return encodeElements(dtype, elements, count, this.#disk.heap).slice();
  }

  #reference(path: string): Uint8Array {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(this.#object(path).id), true);
    return bytes;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function blank(
  golden: GoldenGroup | { readonly kind: 'datatype'; readonly dtype: GoldenDataset['dtype'] },
): StoredObject {
  if (golden.kind === 'group') return storedGroup(golden.creationOrder !== undefined);
  return { ...storedBase(), kind: 'datatype', dtype: parseGoldenDtype(golden.dtype) };
}

function dataset(golden: GoldenDataset): StoredObject {
  const { shape, maxShape, chunks, filters, isVirtual } = golden;
  const dtype = parseGoldenDtype(golden.dtype);
  const empty = (): ElementBlocks => new ElementBlocks([0], new Uint8Array(1));
  const content = shape === null ? null : { live: empty(), flushed: empty() };
  const fillValue = plainFillValue(golden, dtype.class === 'integer' && dtype.size === 8);
  return { ...storedBase(), kind: 'dataset', dtype, maxShape, chunks, filters, fillValue, isVirtual, content };
}

function plainFillValue({ dtype, fillValue }: GoldenDataset, isWide: boolean): number | bigint | string | undefined {
  if (fillValue === undefined || typeof fillValue === 'object') return undefined;
  if (dtype.class === 'string') return fillValue as string;
  return isWide ? BigInt(fillValue as string) : Number(fillValue);
}
