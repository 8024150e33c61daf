import { createHash } from 'node:crypto';

const table = Uint8Array.from({ length: 256 + 401 }, (_, j) => 13 * j + 1);

/** The message of an index: the same as `message` of `python/message_pattern.py`. */
export function patternMessage(index: number): Uint8Array {
  const start = (7 * index) % 256;
  return table.subarray(start, start + ((37 * index) % 401));
}

/** Its board. */
export function patternIoGroup(index: number): number {
  // Few are 0: beside a writer these may come a little later.
  return index % 1000 === 999 ? 0 : 1 + ((index * index) % 5);
}

/** Messages `start` to `stop - 1`. */
export function patternMessages(start: number, stop: number): Uint8Array[] {
  return Array.from({ length: stop - start }, (_, i) => patternMessage(start + i));
}

/** Their boards. */
export function patternIoGroups(start: number, stop: number): number[] {
  return Array.from({ length: stop - start }, (_, i) => patternIoGroup(start + i));
}

/** A digest over board, length and bytes of each message, as `digest` of `python/raw_file_steps.py`. */
export class MessageDigest {
  readonly #hash = createHash('sha256');
  #count = 0;

  add(messages: Iterable<Uint8Array>, ioGroups: ArrayLike<number>): void {
    let i = 0;
    for (const message of messages) {
      const head = new DataView(new ArrayBuffer(5));
      head.setUint8(0, ioGroups[i++] as number);
      head.setUint32(1, message.length, true);
      this.#hash.update(new Uint8Array(head.buffer)).update(message);
    }
    this.#count += i;
  }

  /** To be asked once. */
  result(): { readonly count: number; readonly digest: string } {
    return { count: this.#count, digest: this.#hash.digest('hex') };
  }
}

/** What the digest of messages 0 to `count - 1` is to be. */
export function patternDigest(count: number): { readonly count: number; readonly digest: string } {
  const digest = new MessageDigest();
  digest.add(patternMessages(0, count), patternIoGroups(0, count));
  return digest.result();
}
