import type { Hdf5Adapter } from '@h5tail/adapter';
import { NewFile } from '../output/new-file.js';
import type { MessageBlock } from '../output/message-pieces.js';
import { RawDraft } from '../output/raw-draft.js';
import type { ReadBlock } from '../reading/read-blocks.js';
import type { RawSource } from '../reading/raw-source.js';
import { fittingMessages, sizeOf, type PartLimit } from './part-limit.js';
import type { PartNames } from './part-names.js';
import { sliceBlock } from '../reading/slice-block.js';

/** A part that is written. */
export interface Part {
  readonly path: string;
  /** Number of its first message in the file that was split. */
  readonly first: number;
  readonly messages: number;
  readonly bytes: number;
}

interface OpenPart {
  readonly file: NewFile;
  readonly draft: RawDraft;
  readonly first: number;
}

/** Writes parts one after the other, and shows them all at the end. */
export class SplitParts implements AsyncDisposable {
  readonly #source: RawSource;
  readonly #names: PartNames;
  readonly #limit: PartLimit;
  readonly #adapter: Hdf5Adapter;
  readonly #files: NewFile[] = [];
  readonly #parts: Part[] = [];
  #open: OpenPart | undefined;

  constructor(source: RawSource, names: PartNames, limit: PartLimit, adapter: Hdf5Adapter) {
    this.#source = source;
    this.#names = names;
    this.#limit = limit;
    this.#adapter = adapter;
  }

  /** Messages that follow those before. */
  async add(block: ReadBlock): Promise<void> {
    for (let start = 0; start < block.count;) {
      const part = await this.#part(block.first + start);
      let taken = fittingMessages(block.messages, start, this.#limit, this.#fill(part));
      if (taken === 0 && part.draft.length > 0) {
        await this.#finishPart();
        continue;
      }
      taken = Math.max(taken, 1);
      await this.#append(part, sliceBlock(block, start, start + taken));
      start += taken;
    }
  }

  /**
   * Puts all parts under their names; a file without messages has one part without messages.
   *
   * @throws Hdf5Error `FILE_EXISTS` where one is there by now; then none is.
   */
  async publish(): Promise<readonly Part[]> {
    if (this.#files.length === 0) await this.#part(0);
    await this.#finishPart();
    const published: NewFile[] = [];
    try {
      for (const file of this.#files) {
        await file.publish();
        published.push(file);
      }
    } catch (error) {
      for (const file of published) await file.withdraw();
      throw error;
    }
    return this.#parts;
  }

  /** Removes what is not published. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#open?.draft[Symbol.asyncDispose]();
    for (const file of this.#files) await file[Symbol.asyncDispose]();
  }

  async #part(first: number): Promise<OpenPart> {
    if (this.#open !== undefined) return this.#open;
    const file = new NewFile(this.#names.path(this.#files.length));
    this.#files.push(file);
    const { version, ioVersion, created } = this.#source;
    const options = { adapter: this.#adapter, like: { version, ioVersion }, created };
    this.#open = { file, draft: await RawDraft.create(file.draft, options), first };
    return this.#open;
  }

  #fill({ file, draft }: OpenPart): { readonly bytes: number; readonly count: number } {
    return { bytes: this.#limit.maxBytes === Infinity ? 0 : sizeOf(file.draft), count: draft.length };
  }

  async #append({ draft }: OpenPart, block: MessageBlock): Promise<void> {
    await draft.append(block, this.#source.path);
    // Only then the size is known.
    if (this.#limit.maxBytes !== Infinity) await draft.flush();
  }

  async #finishPart(): Promise<void> {
    const part = this.#open;
    if (part === undefined) return;
    const { file, draft, first } = part;
    await draft.finish();
    this.#open = undefined;
    this.#parts.push({ path: file.path, first, messages: draft.length, bytes: sizeOf(file.draft) });
  }
}
