import { statSync } from 'node:fs';
import { Hdf5Error, VariableLength, type Dtype } from '@h5tail/adapter';
import { decodeElements, elementSize, numberLayout, type Hyperslab } from '@h5tail/adapter/implementation';
import {
  descriptorSize,
  readRuns,
  readSequences,
  readWriterState,
  storedRuns,
  type Sequences,
  type StoredElements,
} from '@h5tail/local-file';
import { transient } from '@h5tail/local-file/objects';
import { noMemory } from '../memory/no-memory.js';
import type { DatasetTarget } from './dataset-target.js';
import { storedElements } from './read-stored.js';

/** In every file that has a `plainDescriptor`. */
const addressBytes = 8;

/**
 * How often elements are read that do not fit together while a writer is at it. HDF5 is no way out then: until 1.14 it
 * takes such elements for empty ones, reads memory that is not its own, or never comes back.
 */
const mostAttempts = 4;

/** For how long a file has not changed that nobody writes any more; the clock of a file server may be behind. */
const quietMs = 5000;

/**
 * Reads elements of variable length without HDF5, which hands out each by an address of its own: the descriptors from
 * where they are stored, and the sequences from the file's global heap, in long runs.
 *
 * @returns `undefined` where that cannot be done, or not with certainty while a writer is at it.
 */
export function readSequencesDirectly(target: DatasetTarget, slab: Hyperslab): unknown {
  const { description, memoryDtype: held, objects } = target;
  const { plainDescriptor: descriptor } = objects.open;
  const base = sequenceBase(held);
  if (base === undefined || !description.isStoredAsHeld || descriptor === null || slab.size === 0) return undefined;
  const elements = storedElements(target, descriptorSize(addressBytes));
  if (elements === undefined) return undefined;
  const descriptors = new Uint8Array(slab.size * descriptorSize(addressBytes));
  const elementBytes = base.class === 'string' ? 1 : elementSize(base);
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    if (!readDescriptors(elements, slab, descriptors)) return undefined;
    const sequences = readSequences(descriptor, descriptors, slab.size, elementBytes);
    if (sequences !== undefined) return base.class === 'string' ? texts(sequences) : columns(sequences, base);
    if (!isBeingChanged(objects.file)) throw damaged(target);
  }
  throw transient(new Hdf5Error('CORRUPT_FILE', 'the sequences do not fit together', objects.place(target.path)));
}

function readDescriptors(elements: StoredElements, slab: Hyperslab, descriptors: Uint8Array): boolean {
  const runs = storedRuns(elements, slab);
  return runs !== undefined && readRuns(elements.descriptor, runs, descriptors);
}

/** HDF5 takes the word of a damaged heap: it reads memory that is not its own, or looks for an end for ever. */
function damaged({ objects, path }: DatasetTarget): Hdf5Error {
  const remedy =
    readWriterState(objects.file) === 'swmr-writing'
      ? 'Its writer was killed: clear the flags that it left, or take the file from its source again'
      : 'Take the file from its source again';
  const place = objects.place(path);
  return new Hdf5Error('CORRUPT_FILE', 'the elements of variable length do not fit together', { ...place, remedy });
}

/** A writer that was killed leaves its flag behind, but changes nothing any more. */
function isBeingChanged(path: string): boolean {
  return (
    readWriterState(path) === 'swmr-writing' &&
    Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) < quietMs
  );
}

/** What sequences are made of: numbers, or the bytes of text; `undefined` for other elements. */
function sequenceBase(dtype: Dtype): Dtype | undefined {
  if (dtype.class === 'string') return dtype.length === 'variable' ? dtype : undefined;
  return dtype.class === 'variable-length' && numberLayout(dtype.base) !== undefined ? dtype.base : undefined;
}

function columns({ bytes, offsets }: Sequences, base: Dtype): VariableLength<ArrayLike<unknown>> {
  const count = offsets.at(-1) ?? 0;
  const perElement = numberLayout(base)?.perElement ?? 1;
  const values = decodeElements(base, bytes, count, noMemory, true) as unknown as ArrayLike<unknown>;
  return new VariableLength(values, perElement === 1 ? offsets : offsets.map((offset) => offset * perElement));
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Some writers count the zero that ends a text, others do not. */
function texts({ bytes, offsets }: Sequences): string[] {
  return Array.from({ length: offsets.length - 1 }, (_, i) => {
    const text = bytes.subarray(offsets[i], offsets[i + 1]);
    const end = text.indexOf(0);
    return utf8.decode(end < 0 ? text : text.subarray(0, end));
  });
}
