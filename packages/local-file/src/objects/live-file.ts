import { readSync } from 'node:fs';
import { readSuperblock, readSuperblockOf } from '../read-superblock.js';
import { superblockLimit, type Superblock } from '../superblock.js';

/**
 * For how long parts of a file are refreshed one by one before all of it is taken in anew. A dataset that a writer
 * removed and made anew elsewhere, in a file that it closed and opened again, is noticed by then; until then the old one
 * looks as if it were still there.
 */
const longestInPartsMs = 100;

/** From this version on a superblock has a checksum, and the form that is looked at here. */
const leastVersion = 2;
const checksumSize = 4;

/** What every look reads into, so that none takes memory of its own. */
const scratch = Buffer.alloc(superblockLimit);

interface Look {
  readonly superblock: Superblock;
  readonly bytes: Uint8Array;
  readonly fileSize: number;
}

/** A file that was opened for reading, as it looked then: what has to stay so while parts of it are refreshed. */
export class LiveFile {
  /** Open for reading as long as the file is; `undefined` where it is known by its name only. */
  readonly descriptor: number | undefined;
  readonly #path: string;
  readonly #openedAt = performance.now();
  readonly #position: number;
  readonly #image: Buffer;
  /** The address of the file's end, which changes at each flush of the whole file. */
  readonly #end: { readonly from: number; readonly to: number };
  #fileSize: number;

  private constructor(descriptor: number | undefined, path: string, look: Look) {
    const { superblock, bytes, fileSize } = look;
    const addressSize = bytes[9] as number;
    this.descriptor = descriptor;
    this.#path = path;
    this.#position = superblock.offset;
    this.#image = Buffer.from(bytes.buffer, bytes.byteOffset, superblock.length);
    this.#end = { from: 12 + 2 * addressSize, to: 12 + 3 * addressSize };
    this.#fileSize = fileSize;
  }

  /**
   * @param descriptor Of a file that was opened just now; it stays the caller's. Without it, the file is opened for each look.
   * @returns `undefined` for a file whose superblock does not tell enough.
   * @throws The operating system's error.
   */
  static of(descriptor: number | undefined, path: string): LiveFile | undefined {
    const { superblock, bytes, fileSize } =
      descriptor === undefined ? readSuperblock(path) : readSuperblockOf(descriptor);
    if (superblock === undefined || superblock.version < leastVersion || bytes.length < superblock.length)
      return undefined;
    return new LiveFile(descriptor, path, { superblock, bytes, fileSize });
  }

  /**
   * Whether a part of the file can be refreshed by itself: it was opened a short while ago, and its writer has not opened
   * it anew since. Its superblock is then as it was but for the end of the file, and it has not become smaller.
   *
   * @param fileSize Bytes in the file now.
   * @param descriptor Where it was opened again by the same name.
   */
  isRefreshableInParts(fileSize: number, descriptor = this.descriptor): boolean {
    if (fileSize < this.#fileSize || performance.now() - this.#openedAt > longestInPartsMs) return false;
    this.#fileSize = fileSize;
    const image = this.#image;
    const { from, to } = this.#end;
    const spare = this.#readAgain(descriptor);
    if (spare === undefined || spare.length < image.length) return false;
    const checksumAt = image.length - checksumSize;
    return image.compare(spare, 0, from, 0, from) === 0 && image.compare(spare, to, checksumAt, to, checksumAt) === 0;
  }

  #readAgain(descriptor: number | undefined): Buffer | undefined {
    try {
      if (descriptor === undefined) return Buffer.from(readSuperblock(this.#path).bytes);
      const spare = scratch.subarray(0, this.#image.length);
      return readSync(descriptor, spare, 0, spare.length, this.#position) < spare.length ? undefined : spare;
    } catch {
      // Opening the file again tells what it is.
      return undefined;
    }
  }
}
