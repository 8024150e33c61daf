import { Unreadable } from './byte-cursor.js';
import type { ElementForm } from './element-array.js';

/** Where chunks are stored; the memory belongs to the caller. */
export interface ChunkPlaces {
  /** Bytes from the beginning of the file; -1 for a chunk that is not stored. */
  readonly positions: Float64Array<ArrayBuffer>;
  /** Bytes as stored, of filtered chunks; 0 for a chunk that is not stored. `undefined` without filters. */
  readonly sizes: Float64Array<ArrayBuffer> | undefined;
  /** One bit for each filter that was left out, the lowest for the first. `undefined` without filters. */
  readonly filterMasks: Uint32Array<ArrayBuffer> | undefined;
}

/** Places for so many chunks, none of which is stored. */
export function noPlaces(count: number, isFiltered: boolean): ChunkPlaces {
  return {
    positions: new Float64Array(count).fill(-1),
    sizes: isFiltered ? new Float64Array(count) : undefined,
    filterMasks: isFiltered ? new Uint32Array(count) : undefined,
  };
}

const none = 2 ** 32 - 1;

/**
 * Takes elements over.
 *
 * @param at Where the first one is in `bytes`.
 * @param to The number of the chunk among `places`.
 * @param base What is added to an address.
 * @throws Unreadable where one cannot be right.
 */
export function takePlaces(
  places: ChunkPlaces,
  to: number,
  count: number,
  bytes: DataView,
  at: number,
  form: ElementForm,
  base: number,
): void {
  const { positions, sizes, filterMasks } = places;
  const { size, addressSize, sizeSize } = form;
  for (let i = to, from = at; i < to + count; i++, from += size) {
    const address = addressSize === 8 ? longAddress(bytes, from) : shortAddress(bytes, from, addressSize);
    if (address < 0) continue;
    // There the superblock is.
    if (address === 0) throw new Unreadable('a chunk that cannot be there');
    positions[i] = base + address;
    if (sizes === undefined || filterMasks === undefined) continue;
    const stored = littleEndian(bytes, from + addressSize, sizeSize);
    if (stored === 0 || stored > Number.MAX_SAFE_INTEGER) throw new Unreadable('a chunk of no size');
    sizes[i] = stored;
    filterMasks[i] = bytes.getUint32(from + addressSize + sizeSize, true);
  }
}

/** -1 where there is none. */
function longAddress(bytes: DataView, at: number): number {
  const low = bytes.getUint32(at, true);
  const high = bytes.getUint32(at + 4, true);
  if (high === none && low === none) return -1;
  if (high >= 2 ** 20) throw new Unreadable('an address is too large');
  return high * 2 ** 32 + low;
}

function shortAddress(bytes: DataView, at: number, size: number): number {
  const address = littleEndian(bytes, at, size);
  return address === 2 ** (8 * size) - 1 ? -1 : address;
}

function littleEndian(bytes: DataView, at: number, size: number): number {
  let value = 0;
  for (let i = size - 1; i >= 0; i--) value = value * 256 + bytes.getUint8(at + i);
  return value;
}
