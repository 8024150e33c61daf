import type { SequencePlaces } from './sequence-places.js';

/** Sequences sorted by the collections that hold them. */
export interface SequencesByCollection {
  /** Addresses of the collections, ascending, each once. */
  readonly addresses: Float64Array;
  /** Collection `c` holds the sequences `members[starts[c]]` to `members[starts[c + 1] - 1]`. */
  readonly starts: Uint32Array;
  readonly members: Uint32Array;
  /** Where the last element of those sequences ends, among the elements of all. */
  readonly reaches: Uint32Array;
}

/**
 * Sorts sequences by collection, so that the file is read from front to back and each collection once. HDF5 fills
 * several collections at a time, so neighbouring sequences lie here and there, though mostly in the same direction.
 */
export function sequencesByCollection({ addresses, offsets }: SequencePlaces): SequencesByCollection {
  const collections = distinct(addresses);
  const slots = new Uint32Array(addresses.length);
  const starts = new Uint32Array(collections.length + 1);
  let slot = 0;
  for (let i = 0; i < addresses.length; i++) {
    const address = addresses[i] as number;
    if (address < 0) continue;
    if (collections[slot] !== address) {
      slot = collections[slot + 1] === address ? slot + 1 : positionOf(collections, address);
    }
    slots[i] = slot;
    (starts[slot + 1] as number)++;
  }
  for (let c = 0; c < collections.length; c++) (starts[c + 1] as number) += starts[c] as number;

  const members = new Uint32Array(starts[collections.length] as number);
  const reaches = new Uint32Array(collections.length);
  const next = starts.slice();
  for (let i = 0; i < addresses.length; i++) {
    if ((addresses[i] as number) < 0) continue;
    const at = slots[i] as number;
    members[next[at] as number] = i;
    (next[at] as number)++;
    reaches[at] = offsets[i + 1] as number;
  }
  return { addresses: collections, starts, members, reaches };
}

/** The addresses in ascending order, each once. */
function distinct(addresses: Float64Array): Float64Array {
  const found = new Float64Array(addresses.length);
  let count = 0;
  let last = -1;
  let ascending = true;
  for (let i = 0; i < addresses.length; i++) {
    const address = addresses[i] as number;
    if (address < 0 || address === last) continue;
    ascending &&= address > last;
    found[count++] = address;
    last = address;
  }
  const sorted = found.subarray(0, count);
  if (ascending) return sorted;
  sorted.sort();
  let kept = 0;
  for (let i = 0; i < count; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[kept++] = sorted[i] as number;
  }
  return sorted.subarray(0, kept);
}

/** Where a number is that is among ascending ones. */
function positionOf(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
