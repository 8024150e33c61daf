import { Hdf5Error, type Dtype } from '@h5tail/adapter';
import { decodeElements, elementSize, numberLayout, type PointerMemory } from '@h5tail/adapter/implementation';

/** Memory that a read fills, and what becomes of it. */
export interface ReadResult {
  /** As many bytes as the selected elements take in memory. */
  readonly bytes: Uint8Array;
  /** Whether the bytes are what was in this memory before: each has to be written, or cleared, before it is seen. */
  readonly isUninitialized: boolean;
  /** The arrays that the caller gets, once the bytes are there. */
  readonly finish: () => unknown;
}

/** From how many bytes on it takes longer to clear memory than to ask for it in another way. */
const leastUncleared = 256 * 1024;
/** Node gives no more uncleared memory at once than some gibibytes. */
const mostUncleared = 2 ** 30;

/**
 * Memory for the elements of a read: the caller's own array, where elements are held there as they come; else fresh.
 *
 * @param held The dtype of the bytes that come.
 * @param into The caller's array, and its bytes, where there is one.
 * @param isFilled Whether the read writes every byte, or fails, or clears what {@link ReadResult.isUninitialized}.
 * @throws Hdf5Error `NO_SPACE`.
 */
export function prepareResult(
  held: Dtype,
  count: number,
  memory: PointerMemory,
  into: { readonly array: unknown; readonly bytes: Uint8Array } | undefined,
  isFilled = false,
): ReadResult {
  const byteLength = count * elementSize(held, memory.pointerSize);
  if (into?.bytes.byteLength === byteLength && numberLayout(held)?.swapped === false) {
    return { bytes: into.bytes, isUninitialized: false, finish: () => into.array };
  }
  // Zeros: where a dataset has no fill value, HDF5 leaves the memory for elements that were never written as it is.
  const isUninitialized = isFilled && byteLength >= leastUncleared && byteLength <= mostUncleared;
  const bytes = freshMemory(byteLength, isUninitialized);
  const decode = (): unknown => decodeElements(held, bytes, count, memory, true);
  if (into === undefined) return { bytes, isUninitialized, finish: decode };
  return {
    bytes,
    isUninitialized,
    finish: () => {
      const decoded = decode() as ArrayBufferView;
      into.bytes.set(new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.byteLength));
      return into.array;
    },
  };
}

function freshMemory(byteLength: number, isUninitialized: boolean): Uint8Array {
  try {
    // Not from the pool, so that nobody else has a part of it.
    if (isUninitialized) return new Uint8Array(Buffer.allocUnsafeSlow(byteLength).buffer);
    return new Uint8Array(byteLength);
  } catch (cause) {
    const remedy = 'Read a smaller part at a time';
    throw new Hdf5Error('NO_SPACE', `an array of ${byteLength} bytes cannot be had`, { remedy, cause });
  }
}
