import { closeSync, fstatSync, openSync } from 'node:fs';
import { bytesForThread, prepareResult, readStoredElements } from '@h5tail/local-file';
import { elementSize, holdsPointers, type Hyperslab } from '@h5tail/adapter/implementation';
import { HeapScope } from './heap.js';
import type { Destination, DatasetTarget } from './read-elements.js';
import type { WasmObjects } from './wasm-objects.js';

/** From how many bytes on, and elements, it pays to look where elements are stored. */
const leastBytes = 4 * 1024;
const leastElements = 16;

/** Says that elements have to be read in another way. */
export const notStoredSo = Symbol('not stored so');

/**
 * Reads elements from where they are stored, where they are stored as memory holds them but for the order of their bytes.
 *
 * @param destination The caller's array.
 * @param isHdf5Slow Whether a few elements too are had faster in this way.
 * @returns {@link notStoredSo} where they are not stored so, or not all there.
 */
export function readStored(
  objects: WasmObjects,
  target: DatasetTarget,
  slab: Hyperslab,
  destination: Destination | undefined,
  isHdf5Slow = false,
): unknown {
  const { dtype, filters, storage, shape } = target;
  if (filters.length > 0 || shape === null || slab.size === 0 || holdsPointers(dtype)) return notStoredSo;
  const elementBytes = elementSize(dtype);
  const isLong = slab.size * elementBytes >= bytesForThread;
  const isSmall = slab.size * elementBytes < leastBytes && slab.size < leastElements;
  if (isSmall && !isHdf5Slow) return notStoredSo;
  const open = storage.forElements(objects, slab.size * elementBytes);
  if (open === undefined) return notStoredSo;
  const { bytes, finish } = prepareResult(dtype, slab.size, new HeapScope(objects.library.module), destination, true);
  const elements = { ...open, shape, elementBytes };
  if (isLong)
    return readLater(
      objects,
      open.descriptor,
      (descriptor) => readStoredElements({ ...elements, descriptor }, slab, bytes),
      finish,
    );
  return readStoredElements(elements, slab, bytes) === true ? finish() : notStoredSo;
}

/** Through a descriptor of its own: another user's refresh may close the file meanwhile. */
async function readLater(
  { file }: WasmObjects,
  known: number,
  read: (descriptor: number) => boolean | Promise<boolean> | undefined,
  finish: () => unknown,
): Promise<unknown> {
  const descriptor = openAgain(file, known);
  if (descriptor === undefined) return notStoredSo;
  try {
    return (await read(descriptor)) === true ? finish() : notStoredSo;
  } finally {
    closeSync(descriptor);
  }
}

/** Another descriptor of a file; `undefined` where its name leads elsewhere, or nowhere, by now. */
function openAgain(path: string, known: number): number | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const [there, wanted] = [fstatSync(descriptor), fstatSync(known)];
    if (there.dev === wanted.dev && there.ino === wanted.ino) return descriptor;
  } catch {
    // HDF5, which has the file open, reads it then.
  }
  if (descriptor !== undefined) closeSync(descriptor);
  return undefined;
}
