import { statSync } from 'node:fs';
import { Hdf5Error, VariableLength, type Dtype, type Filter } from '@h5tail/adapter';
import { decodeElements, elementSize, numberLayout, type Hyperslab } from '@h5tail/adapter/implementation';
import { addressFormOf } from '../address-form.js';
import { readWriterState } from '../read-superblock.js';
import { descriptorSize, readSequences, readSequencesLater, type Sequences } from '../stored-sequences.js';
import type { KnownPlaces } from '../stored-elements/known-places.js';
import { readAsStored } from '../stored-elements/read-as-stored.js';
import { noPointers } from './no-pointers.js';
import { transient } from './transient-read.js';

/** Elements of variable length, stored as `dtype` tells. */
export interface SequenceElements {
  /** Path of the file and of the dataset. */
  readonly file: string;
  readonly path: string;
  /** A descriptor of the file, open for reading. */
  readonly descriptor: number;
  readonly places: KnownPlaces;
  readonly dtype: Dtype;
  readonly filters: readonly Filter[];
  /** Extents as they were seen last. */
  readonly shape: readonly number[];
}

/** Of other files, and of those with a user block, HDF5 reads the elements. */
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
 * where they are stored, through their filters, and the sequences from the file's global heap, in long runs.
 *
 * @returns What a read delivers for the dtype, or a promise of it, until which the file has to stay open; `undefined`, or a
 * promise of that, where it cannot be done: HDF5 has to.
 * @throws Hdf5Error `TRANSIENT_READ`, `CORRUPT_FILE`.
 */
export function readSequenceElements(elements: SequenceElements, slab: Hyperslab): unknown {
  const base = sequenceBase(elements.dtype);
  if (base === undefined || slab.size === 0 || !isPlain(elements.descriptor)) return undefined;
  const elementBytes = base.class === 'string' ? 1 : elementSize(base);
  const descriptors = new Uint8Array(slab.size * descriptorSize(addressBytes));
  const deliver = (sequences: Sequences): unknown =>
    base.class === 'string' ? texts(sequences) : columns(sequences, base);
  if (!readDescriptors(elements, slab, descriptors)) return undefined;
  const later = readSequencesLater(elements.descriptor, descriptors, slab.size, elementBytes);
  const now = (): unknown => {
    const sequences = readNow(elements, slab, descriptors, elementBytes);
    return sequences && deliver(sequences);
  };
  return later === undefined
    ? now()
    : later.then((sequences) => (sequences === undefined ? now() : deliver(sequences)));
}

function readNow(
  elements: SequenceElements,
  slab: Hyperslab,
  descriptors: Uint8Array,
  elementBytes: number,
): Sequences | undefined {
  let before: string | undefined;
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const sequences = readSequences(elements.descriptor, descriptors, slab.size, elementBytes);
    if (sequences !== undefined) return sequences;
    // Its writer may have closed it just now, and opened it again: it is damaged where it is the same at a second look.
    const now = settledState(elements.file);
    if (now !== undefined && now === before) throw damaged(elements);
    before = now;
    if (!readDescriptors(elements, slab, descriptors)) return undefined;
  }
  throw transient(new Hdf5Error('CORRUPT_FILE', 'the sequences do not fit together', placeOf(elements)));
}

/** Whether {@link readSequenceElements} may read elements of a dtype: numbers or text of variable length. */
export function holdsSequences(dtype: Dtype): boolean {
  return sequenceBase(dtype) !== undefined;
}

function isPlain(descriptor: number): boolean {
  try {
    const { addressSize, base } = addressFormOf(descriptor);
    return addressSize === addressBytes && base === 0;
  } catch {
    return false;
  }
}

function readDescriptors(elements: SequenceElements, slab: Hyperslab, bytes: Uint8Array): boolean {
  return readAsStored({ ...elements, elementBytes: descriptorSize(addressBytes) }, slab, bytes);
}

/** HDF5 takes the word of a damaged heap: it reads memory that is not its own, or looks for an end for ever. */
function damaged(elements: SequenceElements): Hdf5Error {
  const remedy =
    readWriterState(elements.file) === 'swmr-writing'
      ? 'Its writer was killed: clear the flags that it left, or take the file from its source again'
      : 'Take the file from its source again';
  const place = { ...placeOf(elements), remedy };
  return new Hdf5Error('CORRUPT_FILE', 'the elements of variable length do not fit together', place);
}

function placeOf({ file, path }: SequenceElements): { file: string; object: string } {
  return { file, object: path };
}

/**
 * What tells a file from itself after a change; `undefined` while it is being changed. A writer that was killed leaves its flag
 * behind, but changes nothing any more.
 */
function settledState(path: string): string | undefined {
  const isOpen = ['writing', 'swmr-writing'].includes(readWriterState(path));
  const stats = statSync(path, { throwIfNoEntry: false });
  if (isOpen && Date.now() - (stats?.mtimeMs ?? 0) < quietMs) return undefined;
  return `${stats?.mtimeMs} ${stats?.size}`;
}

/** What sequences are made of: numbers, or the bytes of text; `undefined` for other elements. */
function sequenceBase(dtype: Dtype): Dtype | undefined {
  if (dtype.class === 'string') return dtype.length === 'variable' ? dtype : undefined;
  return dtype.class === 'variable-length' && numberLayout(dtype.base) !== undefined ? dtype.base : undefined;
}

function columns({ bytes, offsets }: Sequences, base: Dtype): VariableLength<ArrayLike<unknown>> {
  const count = offsets.at(-1) ?? 0;
  const perElement = numberLayout(base)?.perElement ?? 1;
  const values = decodeElements(base, bytes, count, noPointers, true) as unknown as ArrayLike<unknown>;
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
