import { setImmediate } from 'node:timers/promises';
import { Hdf5Error } from '@h5tail/adapter';
import { ifReadable } from '../byte-cursor.js';
import { chunkIndexOf } from '../chunk-index.js';
import { chunkLayout } from '../chunk-layout.js';
import { contiguousPlace, isContiguous } from '../contiguous-storage.js';
import { readDatasetHeader, type DatasetHeader } from '../dataset-header.js';
import type { IndexFile } from '../index-file.js';
import { blocksOfChunks } from './blocks-of-chunks.js';
import type { RangeCollector } from './byte-ranges.js';

/** So many take seconds to look through; a dataset that has more is nearly empty. */
const mostChunks = 2 ** 32;

/**
 * Collects where the elements of a dataset are stored, as far as that is certain: in one piece, or in chunks below its
 * extents.
 *
 * @param objectAddress Address of its object header, from the file's base.
 * @throws Hdf5Error `WRONG_KIND` where there is no dataset; the operating system's error; the signal's reason.
 */
export async function collectRawData(
  source: IndexFile,
  path: string,
  objectAddress: number | bigint,
  ranges: RangeCollector,
  signal: AbortSignal | undefined,
): Promise<void> {
  const address = Number(objectAddress);
  const header = Number.isSafeInteger(address) ? ifReadable(() => readDatasetHeader(source, address)) : undefined;
  if (header === undefined) {
    throw new Hdf5Error('WRONG_KIND', `there is no dataset whose object header is at ${objectAddress}`, {
      file: path,
      remedy: 'Take the address from an object reference to the dataset',
    });
  }
  if (header.isExternal) return;
  if (!isContiguous(header.layout)) return collectChunks(source, address, header, ranges, signal);
  const place = ifReadable(() => contiguousPlace(source, header));
  if (place !== undefined) ranges.add(source.base + place.address, source.base + place.address + place.byteLength);
}

async function collectChunks(
  source: IndexFile,
  address: number,
  header: DatasetHeader,
  ranges: RangeCollector,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { layout: message, largest, isFiltered, shape } = header;
  const layout = ifReadable(() => chunkLayout(source, message, largest, isFiltered));
  const index = layout && ifReadable(() => chunkIndexOf(source, address, layout));
  if (layout?.address === undefined || index === undefined) return;
  const along = shape.map((extent, axis) => Math.ceil(extent / (index.chunkShape[axis] as number)));
  if (along.reduce((product, chunks) => product * chunks, 1) > mostChunks) return;
  for (const { first, counts } of blocksOfChunks(along, 0, along[0] as number)) {
    const places = index.placesIn(source.descriptor, first, counts);
    if (places === undefined) continue;
    for (const [i, position] of places.positions.entries()) {
      if (position >= 0) ranges.add(position, position + (places.sizes?.[i] ?? index.chunkBytes));
    }
    await setImmediate();
    signal?.throwIfAborted();
  }
}
