import { VariableLength } from '@h5tail/adapter';
import type { ReadMessages } from './read-messages.js';

/** Collects messages that are written as hexadecimal digits, without an object for each. */
export class MessagePack {
  readonly #values: Buffer;
  readonly #ends: number[] = [0];
  readonly #ioGroups: number[] = [];

  /** @param mostBytes Room for the bytes of all messages. */
  constructor(mostBytes: number) {
    this.#values = Buffer.allocUnsafe(mostBytes);
  }

  /**
   * Adds a message, or nothing where the digits are none.
   *
   * @returns Whether they are.
   */
  add(ioGroup: number, digits: string): boolean {
    const start = this.#ends.at(-1) as number;
    const written = digits.length === 0 ? 0 : this.#values.write(digits, start, 'hex');
    if (2 * written !== digits.length) return false;
    this.#ends.push(start + written);
    this.#ioGroups.push(ioGroup);
    return true;
  }

  take(): ReadMessages {
    const bytes = this.#values.subarray(0, this.#ends.at(-1));
    return {
      messages: new VariableLength<Uint8Array>(bytes, Uint32Array.from(this.#ends)),
      ioGroups: Uint8Array.from(this.#ioGroups),
    };
  }
}
