import type { AnyData } from '@h5tail/adapter';
import type { TypedElements } from './typed-elements.js';

/**
 * Arrays that have been read into and are not looked at any more. Reading into memory that is in use already is much
 * faster than into fresh memory, which the system has to find, clear and map page by page.
 */
export class SpareArrays {
  readonly #arrays: TypedElements[] = [];

  /** An array of so many elements; `undefined` where none fits. It is the caller's until it is given back. */
  take(length: number): AnyData | undefined {
    const array = this.#arrays.pop() as Uint8Array | undefined;
    if (array === undefined || array.length === length) return array;
    // The last run of a row or of a scan is shorter; a longer one than before needs more memory.
    return array.length > length ? array.subarray(0, length) : undefined;
  }

  /** Takes back an array from {@link SpareArrays.take}, or a first one. */
  giveBack(array: AnyData): void {
    if (ArrayBuffer.isView(array)) this.#arrays.push(whole(array));
  }
}

/** The whole array that a shorter one is the beginning of. */
function whole(array: TypedElements): TypedElements {
  const { buffer, constructor } = array;
  const create = constructor as new (buffer: ArrayBufferLike) => TypedElements;
  return array.byteLength === buffer.byteLength ? array : new create(buffer);
}
