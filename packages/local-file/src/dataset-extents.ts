import { closeSync, openSync } from 'node:fs';
import { ifReadable, Unreadable } from './byte-cursor.js';
import { extentsOf } from './dataset-header.js';
import { HeaderWindows } from './header-windows.js';
import { IndexFile } from './index-file.js';
import type { MetadataSource } from './metadata-source.js';
import { headerMessages, isShared, messageType } from './object-header.js';
import { systemFault } from './system-fault.js';
import { whenSettled } from './when-settled.js';

const nullDataspace = 2;

/**
 * Reads the extents of many datasets straight from their object headers, without HDF5: neighbouring headers with one call,
 * thousands of them in some milliseconds. Takes no lock and disturbs no writer.
 *
 * The blocks of a version 2 header count only with a right checksum, so the extents are those of one moment also while a
 * writer changes them. Headers of version 1 have none; files with these are not written in SWMR mode.
 *
 * @param file Its path, or a descriptor that is open for reading and stays the caller's.
 * @param addresses Addresses of object headers, from the file's base: what an object reference holds, as a little-endian number.
 * @returns For each, the extents now along each axis, the slowest first; none for a single value. `undefined` where the object
 * is no dataset, has no dataspace, or cannot be read with certainty: then ask HDF5.
 * @throws Hdf5Error what the operating system says against opening the path.
 */
export function readDatasetExtents(
  file: string | number,
  addresses: readonly (number | bigint)[],
): (number[] | undefined)[] {
  if (typeof file === 'number') return extentsIn(file, addresses);
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    throw systemFault(error, file);
  }
  try {
    return extentsIn(descriptor, addresses);
  } finally {
    closeSync(descriptor);
  }
}

function extentsIn(descriptor: number, addresses: readonly (number | bigint)[]): (number[] | undefined)[] {
  const answers: (number[] | undefined)[] = addresses.map(() => undefined);
  const source = whenSettled(() => new IndexFile(descriptor));
  if (source === undefined) return answers;
  const headers = addresses
    .map((address, at) => ({ address: Number(address), at }))
    .filter(({ address }) => Number.isSafeInteger(address) && address > 0)
    .toSorted((a, b) => a.address - b.address);
  const places = headers.map(({ address }) => address);
  const windows = new HeaderWindows(source, places);
  for (const [which, { address, at }] of headers.entries()) {
    answers[at] =
      fromWindow(windows, places, which) ??
      // What was torn in the window, or is no dataset.
      whenSettled(() => extentsAt(source, address));
  }
  return answers;
}

function fromWindow(windows: HeaderWindows, places: readonly number[], which: number): number[] | undefined {
  try {
    windows.show(places, which);
    return ifReadable(() => extentsAt(windows, places[which] as number));
  } catch {
    // What the system says against reading, HDF5 will tell.
    return undefined;
  }
}

/** @throws Unreadable also where there is no dataset. */
function extentsAt(source: MetadataSource, address: number): number[] | undefined {
  let extents: number[] | undefined;
  let isDataset = false;
  for (const { type, flags, bytes } of headerMessages(source, address)) {
    if (type === messageType.layout) isDataset = true;
    else if (type === messageType.dataspace) {
      if (isShared(flags)) throw new Unreadable('a message that is stored elsewhere');
      if (bytes[0] === 2 && bytes[3] === nullDataspace) return undefined;
      extents = extentsOf(source, bytes).shape;
    }
    // Attributes may follow, in blocks of their own.
    if (isDataset && extents !== undefined) return extents;
  }
  throw new Unreadable('no dataset');
}
