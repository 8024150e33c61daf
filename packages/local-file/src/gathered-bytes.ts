import { Unreadable } from './byte-cursor.js';
import { copyBytes } from './copy-bytes.js';
import { FileWindow } from './file-window.js';
import type { HeapFile } from './heap-file.js';

/** As many bytes as a processor copies at once, at most. */
const mostCopiedAtOnce = 64;

/**
 * Bytes that are gathered from a file through a window. As long as their end is not filled, the window is there: it
 * needs no memory of its own, and bytes are copied faster within a buffer than from another one.
 */
export class GatheredBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether an end was zero that may not be written yet. */
  hasDoubts = false;
  readonly #view: DataView;
  readonly #file: HeapFile;
  readonly #windowSize: number;
  /** Where the window is in {@link bytes}; -1 where it is in a buffer of its own. */
  #windowAt: number;
  #window: FileWindow;

  /** @throws Unreadable where there is not enough memory. */
  constructor(file: HeapFile, length: number, windowSize: number) {
    this.#file = file;
    this.#windowSize = windowSize;
    this.bytes = newBytes(length);
    this.#view = new DataView(this.bytes.buffer);
    const isWithin = length > windowSize;
    this.#windowAt = isWithin ? length - windowSize : -1;
    this.#window = new FileWindow(file, isWithin ? this.bytes.subarray(this.#windowAt) : newBytes(windowSize));
  }

  /**
   * The window, for the time in which only bytes before `end` are filled. It may be another one than before, which then
   * shows nothing yet. Once bytes are filled where it was, it is in a buffer of its own.
   */
  windowFor(end: number): FileWindow {
    if (this.#windowAt >= 0 && end > this.#windowAt) {
      this.#windowAt = -1;
      this.#window = new FileWindow(this.#file, newBytes(this.#windowSize));
    }
    return this.#window;
  }

  /**
   * Fills `length` bytes from `to` on with those at an address; what the window does not show is read for this.
   *
   * @throws Unreadable where the file ends before.
   */
  fill(to: number, address: number, length: number): void {
    const window = this.#window;
    if (!window.shows(address, length)) {
      const got = this.#file.readInto(this.bytes.subarray(to, to + length), address);
      if (got < length) throw new Unreadable('the file ends too early');
      return;
    }
    const from = address - window.start;
    if (this.#windowAt >= 0) {
      this.bytes.copyWithin(to, this.#windowAt + from, this.#windowAt + from + length);
    } else {
      copyBytes(this.bytes, this.#view, to, window.bytes, window.view, from, length);
    }
  }

  /**
   * Refuses filled bytes that may be new space in the file, which a writer has not come to yet. It is zero, and cannot
   * be told from data that are zero, but by waiting: see {@link HeapFile.zerosAreData}. A few zeros at the end may be a moment
   * in which the processor copies the last bytes of a write, so these are looked at once more.
   *
   * @param to Where the bytes are.
   * @param address Where they are from.
   * @throws Unreadable
   */
  expectWritten(to: number, address: number, length: number): void {
    if (this.bytes[to + length - 1] !== 0) return;
    const count = Math.min(length, mostCopiedAtOnce);
    const end = this.bytes.subarray(to + length - count, to + length);
    const again = new Uint8Array(count);
    this.#file.readInto(again, address + length - count);
    if (!again.every((byte, i) => byte === end[i])) throw new Unreadable('the end of a collection is being written');
    if (again.every((byte) => byte === 0) && this.#file.zerosAreData?.(address) !== true) {
      this.hasDoubts = true;
    }
  }
}

function newBytes(length: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(length);
  } catch {
    throw new Unreadable('more bytes than there is memory for');
  }
}
