import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs';
import { addressFormOf } from './address-form.js';
import { Unreadable } from './byte-cursor.js';
import { ZeroEnds } from './zero-ends.js';

/** Where the readers of the global heap get their bytes from: into memory that they have already. */
export interface HeapFile {
  /** Bytes of an address in this file. */
  readonly addressSize: number;
  /** Bytes of a length in this file. */
  readonly lengthSize: number;
  /** Bytes from the file's base to its end, as it was when it was opened. */
  readonly size: number;
  /** Whether its superblock says that a writer has it open; `false` where the superblock is too old to say. */
  readonly beingWritten: boolean;
  /** Whether data that end with zeros count as written by now; asked when they are seen. Default: no. */
  readonly zerosAreData?: (address: number) => boolean;
  /**
   * Fills `target` with the bytes at an address, counted from the file's base.
   *
   * @returns How many there are; fewer than asked for where the file ends.
   */
  readInto(target: Uint8Array, address: number): number;
  /**
   * The same in one of Node's own threads; the file has to stay open until then. At most 1 GiB.
   *
   * @throws Unreadable, as a rejection, where there are fewer bytes.
   */
  readonly fillLater?: (target: Uint8Array, address: number) => Promise<void>;
}

/** Some systems read no more than 2 GiB at once. */
const mostAtOnce = 2 ** 30;

/** For how long a file has not changed that nobody writes in the middle any more. */
const quietMs = 5000;

/** Of all files, as each read opens its file anew. */
const zeroEnds = new ZeroEnds();

/**
 * Opens a file for the time of `work`. Takes no lock and disturbs no writer.
 *
 * @param file Its path, or the descriptor of a file that is open for reading, which then stays open. With a descriptor
 * it is certainly the same file also where another one took its path.
 * @throws Unreadable where it has no superblock; the operating system's error.
 */
export function withHeapFile<Answer>(file: string | number, work: (file: HeapFile) => Answer): Answer {
  if (typeof file === 'number') return work(heapFileOf(file));
  const descriptor = openSync(file, 'r');
  try {
    return work(heapFileOf(descriptor));
  } finally {
    closeSync(descriptor);
  }
}

function heapFileOf(descriptor: number): HeapFile {
  const { addressSize, lengthSize, base, superblock, fileSize } = addressFormOf(descriptor);
  return {
    addressSize,
    lengthSize,
    size: fileSize - base,
    beingWritten: superblock.writer === 'writing' || superblock.writer === 'swmr-writing',
    zerosAreData(address) {
      const { dev, ino, mtimeMs } = fstatSync(descriptor);
      // Its writer, alive or not, has done nothing for long: what is there was written.
      if (Date.now() - mtimeMs >= quietMs) return true;
      return zeroEnds.areData(`${dev} ${ino} ${address}`);
    },
    readInto(target, address) {
      let done = 0;
      while (done < target.length) {
        const length = Math.min(mostAtOnce, target.length - done);
        const got = readSync(descriptor, target, done, length, base + address + done);
        if (got === 0) break;
        done += got;
      }
      return done;
    },
    fillLater: (target, address) =>
      new Promise((resolve, reject) => {
        read(descriptor, target, 0, target.length, base + address, (error, got) => {
          if (error === null && got === target.length) resolve();
          else reject(new Unreadable('the file ends too early'));
        });
      }),
  };
}
