import { openFile, type Hdf5Adapter } from '@h5tail/adapter';
import { RawFileWriter, type RawFileMeta } from '@h5tail/larpix-raw';
import { requireByteIoGroups } from '../reading/byte-io-groups.js';
import type { MessageBlock } from './message-pieces.js';

/** Flushed by bytes, and at so many messages however short they are: whole chunks. */
const flushEvery = 256 * 1024;

/** What a new file takes from those that its messages come from. */
export interface RawDraftOptions {
  readonly adapter: Hdf5Adapter;
  readonly like: Pick<RawFileMeta, 'version' | 'ioVersion'>;
  /** Seconds since 1970. */
  readonly created: number;
}

/** A new raw file with messages of others, while it is written. */
export class RawDraft implements AsyncDisposable {
  readonly #path: string;
  readonly #writer: RawFileWriter;
  readonly #options: RawDraftOptions;

  private constructor(path: string, writer: RawFileWriter, options: RawDraftOptions) {
    this.#path = path;
    this.#writer = writer;
    this.#options = options;
  }

  /** @throws Hdf5Error as `RawFileWriter.open`. */
  static async create(path: string, options: RawDraftOptions): Promise<RawDraft> {
    const { adapter, like } = options;
    const writer = await RawFileWriter.open(path, {
      adapter,
      version: like.version,
      ...(like.ioVersion !== null && { ioVersion: like.ioVersion }),
      flushEvery,
      flushEveryMs: Infinity,
    });
    return new RawDraft(path, writer, options);
  }

  /** Number of messages. */
  get length(): number {
    return this.#writer.length;
  }

  /** @param path Of the file that they are from, for the error. */
  async append({ first, messages, ioGroups }: MessageBlock, path: string): Promise<void> {
    await this.#writer.append(messages, requireByteIoGroups(ioGroups, first, path));
  }

  /** Writes what has come, so that the file has its size. */
  async flush(): Promise<void> {
    await this.#writer.flush();
  }

  /** Closes the file, and gives it the time of its messages: for its writer they are new. */
  async finish(): Promise<void> {
    await this.#writer.close();
    const { adapter, created } = this.#options;
    await using file = await openFile(this.#path, { adapter, mode: 'r+' });
    await (await file.group('/meta')).attributes.set('created', created);
  }

  /** Closes the file. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writer.close().catch(() => undefined);
  }
}
