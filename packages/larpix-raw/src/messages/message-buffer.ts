import { VariableLength } from '@h5tail/adapter';
import type { MessageBatch } from './message-batch.js';

const firstMessages = 256;
const firstBytes = 64 * 1024;

/** Collects messages in one contiguous buffer, which grows as needed, until they are taken. */
export class MessageBuffer {
  #values = new Uint8Array(firstBytes);
  #offsets = new Uint32Array(firstMessages + 1);
  #ioGroups = new Uint8Array(firstMessages);
  #count = 0;

  /** Number of messages. */
  get length(): number {
    return this.#count;
  }

  /** Bytes of all messages. */
  get byteLength(): number {
    return this.#offsets[this.#count] as number;
  }

  /** Adds a batch: its bytes are copied. */
  add({ messages, ioGroups }: MessageBatch): void {
    const { length, values, offsets } = messages;
    const start = this.byteLength;
    this.#reserve(this.#count + length, start + values.length);
    this.#values.set(values, start);
    this.#ioGroups.set(ioGroups, this.#count);
    for (let i = 1; i <= length; i++) this.#offsets[this.#count + i] = start + (offsets[i] as number);
    this.#count += length;
  }

  /** Gives all messages away and goes on with memory of its own, with room for as much again. */
  take(): MessageBatch {
    const batch: MessageBatch = {
      messages: new VariableLength(
        this.#values.subarray(0, this.byteLength),
        this.#offsets.subarray(0, this.#count + 1),
      ),
      ioGroups: this.#ioGroups.subarray(0, this.#count),
    };
    this.#values = new Uint8Array(Math.max(firstBytes, this.byteLength));
    this.#ioGroups = new Uint8Array(Math.max(firstMessages, this.#count));
    this.#offsets = new Uint32Array(this.#ioGroups.length + 1);
    this.#count = 0;
    return batch;
  }

  #reserve(messages: number, bytes: number): void {
    if (bytes > this.#values.length) this.#values = grown(this.#values, bytes);
    if (messages <= this.#ioGroups.length) return;
    this.#ioGroups = grown(this.#ioGroups, messages);
    const offsets = new Uint32Array(this.#ioGroups.length + 1);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
  }
}

/** A copy of an array with room for at least `least` elements, and for twice as many as before. */
function grown(array: Uint8Array<ArrayBuffer>, least: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(least, 2 * array.length));
  larger.set(array);
  return larger;
}
