import { open, type FileHandle } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { ifReadable } from '../byte-cursor.js';
import { IndexFile } from '../index-file.js';
import { systemFault } from '../system-fault.js';
import { findObjectHeaders } from './find-object-headers.js';
import { placesOfDataset } from './places-of-dataset.js';
import type { KnownSuperblock } from './read-known-superblock.js';

/** A PiB is beyond every file: such an end is no dataset's. */
const farthest = 2 ** 50;

/**
 * Where a file whose writer died ends, by what is in it: at its last byte, or behind the last place that a dataset in it has.
 * A place is taken as a whole and written bit by bit, and only a close, or a flush of the whole file, makes the file as long
 * as that. Whoever takes the last byte for the end puts new objects into the middle of the dataset.
 *
 * All object headers of version 2 are looked at, found by their signature. In SWMR mode no object is created, so they are
 * before the end that the superblock still has; without SWMR mode they may be anywhere. One that is not in use any more does
 * no harm: it can only make the file longer.
 *
 * @returns A byte count from the beginning of the file, `fileSize` or more.
 * @throws Hdf5Error what the operating system reports; the signal's reason.
 */
export async function endOfPlaces(
  path: string,
  { superblock, fileSize }: KnownSuperblock,
  signal?: AbortSignal,
): Promise<number> {
  const headersEnd = superblock.writer === 'swmr-writing' ? (superblock.endOfFile ?? fileSize) : fileSize;
  try {
    const file = await open(path, 'r');
    try {
      return await endOfPlacesIn(file, { from: superblock.offset, to: headersEnd, fileSize }, signal);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw systemFault(error, path);
  }
}

interface Range {
  /** Where headers may begin. */
  readonly from: number;
  readonly to: number;
  readonly fileSize: number;
}

async function endOfPlacesIn(file: FileHandle, { from, to, fileSize }: Range, signal?: AbortSignal): Promise<number> {
  let end = fileSize;
  const source = ifReadable(() => new IndexFile(file.fd));
  if (source === undefined) return end;
  for await (const position of findObjectHeaders(file, from, to, signal)) {
    for (const placeEnd of placesOfDataset(source, position - source.base)) {
      const there = source.base + placeEnd;
      if (there > end && there <= farthest) end = there;
      // Somebody else may have to say that this is enough.
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
  return end;
}
