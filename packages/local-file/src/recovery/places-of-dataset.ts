import { ifReadable } from '../byte-cursor.js';
import { chunkIndexOf } from '../chunk-index.js';
import { chunkLayout, type ChunkLayout } from '../chunk-layout.js';
import { contiguousPlace, isContiguous } from '../contiguous-storage.js';
import { readDatasetHeader, type DatasetHeader } from '../dataset-header.js';
import { ExtensibleArray } from '../extensible-array.js';
import { FixedArray } from '../fixed-array.js';
import type { IndexFile } from '../index-file.js';
import { endsOfChunks } from './ends-of-chunks.js';

/**
 * Where the places end that a dataset has taken as a whole and may not have written in full:
 *
 * - elements in one piece, and chunks without an index, which are in one piece too;
 * - the pages of an array that tells where the chunks are;
 * - chunks without filters: one that is larger than the cache of its writer is written element by element. What went through
 *   filters is written as a whole.
 *
 * @param objectAddress Of what may be the header of a dataset, from the file's base.
 * @returns Addresses from the file's base; none for what is no dataset, or cannot be read. There may be many, and finding
 * the next may take some milliseconds.
 * @throws The operating system's error.
 */
export function* placesOfDataset(source: IndexFile, objectAddress: number): Generator<number> {
  const header = ifReadable(() => readDatasetHeader(source, objectAddress));
  if (header === undefined || header.isExternal) return;
  if (isContiguous(header.layout)) {
    const place = ifReadable(() => contiguousPlace(source, header));
    if (place !== undefined && place.byteLength > 0) yield place.address + place.byteLength;
    return;
  }
  const layout = ifReadable(() => chunkLayout(source, header.layout, header.largest, header.isFiltered));
  if (layout?.address !== undefined) yield* placesOfChunks(source, objectAddress, header, layout, layout.address);
}

function* placesOfChunks(
  source: IndexFile,
  objectAddress: number,
  { shape }: DatasetHeader,
  layout: ChunkLayout,
  address: number,
): Generator<number> {
  const { kind, isFiltered, mostChunks, chunkBytes, size } = layout;
  if (kind === 'implicit' || kind === 'single-chunk') {
    yield address + (isFiltered ? size : mostChunks * chunkBytes);
    return;
  }
  yield ifReadable(() => endOfArray(source, layout, address)) ?? 0;
  if (isFiltered) return;
  const index = ifReadable(() => chunkIndexOf(source, objectAddress, layout));
  if (index === undefined) return;
  for (const end of endsOfChunks(source.descriptor, index, shape, layout.mostAlong)) yield end - source.base;
}

function endOfArray(source: IndexFile, layout: ChunkLayout, address: number): number | undefined {
  if (layout.kind === 'fixed-array') return new FixedArray(source, layout, address).end;
  if (layout.kind === 'extensible-array') return new ExtensibleArray(source, layout, address).endOfPages(source);
  return undefined;
}
