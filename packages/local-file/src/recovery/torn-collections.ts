import { closeSync, openSync, readSync } from 'node:fs';
import type { Filter } from '@h5tail/adapter';
import { addressFormOf } from '../address-form.js';
import { openStoredDataset } from '../element-storage.js';
import { heapHeaderSize, mostObjects, objectSpace } from '../heap-collection.js';
import { KnownPlaces } from '../stored-elements/known-places.js';
import { readAsStored, rowsFrom } from '../stored-elements/read-as-stored.js';
import { descriptorSize } from '../stored-sequences.js';
import { systemFault } from '../system-fault.js';
import type { StoredChange } from './stored-change.js';

/** Elements of variable length whose sequences shall be readable. */
export interface SequencesToKeep {
  /** Address of the dataset's object header, from the file's base; what an object reference to it holds. */
  readonly address: number;
  readonly filters: readonly Filter[];
  /** Elements along its only axis, from the first on. */
  readonly length: number;
}

const signature = 'GCOL';
const addressBytes = 8;
/** Elements that are looked through at once. */
const block = 64 * 1024;

/**
 * Finds collections of the global heap whose writer was killed while it wrote them: their first part is as it was to be, and
 * the rest as it was before. What is behind the last whole object becomes free space, so that everybody can read the objects
 * before again. Nothing is written.
 *
 * @param path Of a file that nobody writes, of addresses of 8 bytes.
 * @returns In the order of the file; none where the elements cannot be looked at.
 * @throws Hdf5Error what the operating system reports.
 *
 * Source: HDF5 File Format Specification 3.0, III.E "Disk Format: Level 1E - Global Heap".
 */
export function tornCollections(path: string, sequences: SequencesToKeep): StoredChange[] {
  try {
    const descriptor = openSync(path, 'r');
    try {
      const { addressSize, lengthSize, base, fileSize } = addressFormOf(descriptor);
      if (addressSize !== addressBytes || lengthSize !== addressBytes) return [];
      const changes: StoredChange[] = [];
      for (const address of [...collectionsOf(descriptor, sequences)].toSorted((a, b) => a - b)) {
        const change = freeTail(descriptor, base + address, fileSize);
        if (change !== undefined) changes.push(change);
      }
      return changes;
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw systemFault(error, path);
  }
}

/** Addresses of the collections that hold the sequences. */
function collectionsOf(descriptor: number, { address, filters, length }: SequencesToKeep): Set<number> {
  const found = new Set<number>();
  const dataset = openStoredDataset(descriptor, address);
  if (dataset === undefined) return found;
  const places = new KnownPlaces(dataset.storage);
  const elementBytes = descriptorSize(addressBytes);
  for (let start = 0; start < length; start += block) {
    const count = Math.min(block, length - start);
    const bytes = new Uint8Array(count * elementBytes);
    if (!readAsStored({ descriptor, places, filters, shape: [length], elementBytes }, rowsFrom(start, count), bytes)) {
      continue;
    }
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.length; at += elementBytes) {
      const place = view.getBigUint64(at + 4, true);
      if (view.getUint32(at, true) !== 0 && place <= Number.MAX_SAFE_INTEGER) found.add(Number(place));
    }
  }
  return found;
}

/** What makes the end of a collection free space, where it does not make sense; `undefined` where it does. */
function freeTail(descriptor: number, position: number, fileSize: number): StoredChange | undefined {
  const header = read(descriptor, position, heapHeaderSize);
  if (header?.toString('latin1', 0, 4) !== signature) return undefined;
  const size = lengthAt(header, 8);
  if (size < heapHeaderSize || position + size > fileSize) return undefined;
  const collection = read(descriptor, position, size);
  const tear = collection && tearOf(collection);
  if (tear === undefined) return undefined;
  const before = Uint8Array.from(collection?.subarray(tear, tear + heapHeaderSize) ?? []);
  const after = new Uint8Array(heapHeaderSize);
  new DataView(after.buffer).setBigUint64(8, BigInt(size - tear), true);
  return { what: 'global heap collection', offset: position + tear, before, after };
}

/** Where the objects of a collection stop making sense; `undefined` where they do to its end. */
function tearOf(collection: Buffer): number | undefined {
  const seen = new Set<number>();
  let at = heapHeaderSize;
  while (collection.length - at >= heapHeaderSize) {
    const index = collection.readUInt16LE(at);
    const length = lengthAt(collection, at + 8);
    if (index === 0) return length === collection.length - at ? undefined : at;
    if (index > mostObjects || seen.has(index) || length > collection.length - at - heapHeaderSize) return at;
    seen.add(index);
    at += objectSpace(length);
  }
  return undefined;
}

function lengthAt(bytes: Buffer, at: number): number {
  const length = bytes.readBigUInt64LE(at);
  return length > Number.MAX_SAFE_INTEGER ? Infinity : Number(length);
}

function read(descriptor: number, position: number, length: number): Buffer | undefined {
  const bytes = Buffer.alloc(length);
  return readSync(descriptor, bytes, 0, length, position) === length ? bytes : undefined;
}
