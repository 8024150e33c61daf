import { Hdf5Error, type Dtype } from '@h5tail/adapter';
import { decodeElements, elementSize, numberLayout, type PointerMemory } from '@h5tail/adapter/implementation';

/** Memory that a read fills, and what becomes of it. */
export interface ReadResult {
  /** As many bytes as the selected elements take in memory. */
  readonly bytes: Uint8Array;
  /** The arrays that the caller gets, once the bytes are there. */
  readonly finish: () => unknown;
}

/**
 * Memory for the elements of a read: the caller's own array, where elements are held there as they come; else fresh.
 *
 * @param held The dtype of the bytes that come.
 * @param into The caller's array, and its bytes, where there is one.
 * @throws Hdf5Error `NO_SPACE`.
 */
export function prepareResult(
  held: Dtype,
  count: number,
  memory: PointerMemory,
  into: { readonly array: unknown; readonly bytes: Uint8Array } | undefined,
): ReadResult {
  const byteLength = count * elementSize(held, memory.pointerSize);
  if (into?.bytes.byteLength === byteLength && numberLayout(held)?.swapped === false) {
    return { bytes: into.bytes, finish: () => into.array };
  }
  // Zeros: where a dataset has no fill value, HDF5 leaves the memory for elements that were never written as it is.
  const bytes = freshMemory(byteLength);
  const decode = (): unknown => decodeElements(held, bytes, count, memory, true);
  if (into === undefined) return { bytes, finish: decode };
  return {
    bytes,
    finish: () => {
      const decoded = decode() as ArrayBufferView;
      into.bytes.set(new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.byteLength));
      return into.array;
    },
  };
}

function freshMemory(byteLength: number): Uint8Array {
  try {
    return new Uint8Array(byteLength);
  } catch (cause) {
    const remedy = 'Read a smaller part at a time';
    throw new Hdf5Error('NO_SPACE', `an array of ${byteLength} bytes cannot be had`, { remedy, cause });
  }
}
