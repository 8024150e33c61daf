import { Unreadable } from './byte-cursor.js';
import { mostObjects } from './heap-collection.js';
import type { HeapFile } from './heap-file.js';

/** Where sequences are stored and how long they are, element by element. */
export interface SequencePlaces {
  /** Sequence `i` has the elements `offsets[i]` to `offsets[i + 1] - 1` of all of them; one entry more than sequences. */
  readonly offsets: Uint32Array<ArrayBuffer>;
  /** Address of the collection that holds a sequence, from the file's base; -1 for an empty sequence. */
  readonly addresses: Float64Array;
  /** Which object of its collection a sequence is. */
  readonly indexes: Uint32Array;
  /** The largest of the indexes. */
  readonly largestIndex: number;
}

const mostElements = 0xffff_ffff;
/** The upper half of a number of eight bytes that a double still holds. */
const upperLimit = 2 ** 21;

/**
 * Bytes that an element of variable length has in a chunk or a contiguous dataset: how many elements its sequence has,
 * and where that is in the global heap.
 *
 * @param addressSize Bytes of an address in the file: "size of offsets" in its superblock.
 */
export function descriptorSize(addressSize: number): number {
  return 4 + addressSize + 4;
}

/**
 * Reads elements of variable length as they lie in the file.
 *
 * Source: HDF5 File Format Specification 3.0, IV.B "Disk Format: Level 2B - Data Object Data Storage", which says that
 * they are identifiers of the global heap, and III.E "Disk Format: Level 1E - Global Heap", "Global Heap ID". That the
 * number of elements stands before, in four bytes, is said by HDF5 itself only (`H5T__vlen_disk_write`).
 *
 * @throws Unreadable where they claim more bytes than the file has, or make no sense. RangeError where there are fewer
 * than `count`.
 */
export function sequencePlaces(
  { addressSize, size: fileSize }: HeapFile,
  descriptors: Uint8Array,
  count: number,
  elementBytes: number,
): SequencePlaces {
  const stride = descriptorSize(addressSize);
  if (!(Number.isSafeInteger(elementBytes) && elementBytes > 0)) throw new RangeError('elements must have a size');
  if (!(Number.isSafeInteger(count) && count >= 0 && count * stride <= descriptors.length)) {
    throw new RangeError(`${descriptors.length} bytes are not ${count} elements of variable length`);
  }
  const view = new DataView(descriptors.buffer, descriptors.byteOffset, count * stride);
  const offsets = new Uint32Array(count + 1);
  const addresses = new Float64Array(count).fill(-1);
  const indexes = new Uint32Array(count);
  const limit = Math.min(mostElements, Math.floor(fileSize / elementBytes));
  let largestIndex = 0;
  let total = 0;
  for (let i = 0, at = 0; i < count; i++, at += stride) {
    const length = view.getUint32(at, true);
    if (length !== 0) {
      const address = addressAt(view, at + 4, addressSize);
      if (address !== -1) {
        const index = view.getUint32(at + stride - 4, true);
        // It has four bytes here, but two in the collection.
        if (index === 0 || index > mostObjects) throw new Unreadable('no such object');
        if (index > largestIndex) largestIndex = index;
        total += length;
        // Each sequence has an object of its own, so they cannot be more than the file. This bounds the memory.
        if (total > limit) throw new Unreadable('more elements than the file can hold');
        addresses[i] = address;
        indexes[i] = index;
      }
    }
    offsets[i + 1] = total;
  }
  return { offsets, addresses, indexes, largestIndex };
}

/** -1 for the undefined address. An element that was never written has no length either, so 0 makes no sense. */
function addressAt(view: DataView, at: number, size: number): number {
  const lower = size === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
  const upper = size === 8 ? view.getUint32(at + 4, true) : 0;
  if (lower === (size === 2 ? 0xffff : 0xffff_ffff) && (size !== 8 || upper === 0xffff_ffff)) return -1;
  if (upper >= upperLimit || (lower === 0 && upper === 0)) throw new Unreadable('no such address');
  return lower + upper * 2 ** 32;
}
