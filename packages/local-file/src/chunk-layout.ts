import { ByteCursor, bytesToHold, Unreadable } from './byte-cursor.js';
import { readDatasetHeader } from './dataset-header.js';
import type { MetadataSource } from './metadata-source.js';

/** The index of a dataset's chunks: `IV.A.2.i`, "Chunk Indexing Type", and the B-trees of the format before 1.10. */
export type ChunkIndexKind =
  'single-chunk' | 'implicit' | 'fixed-array' | 'extensible-array' | 'version-1-b-tree' | 'version-2-b-tree';

/** How a dataset lies in its file, as far as it takes to find its chunks. */
export interface ChunkLayout {
  readonly kind: ChunkIndexKind;
  /** Elements per axis, slowest axis first. */
  readonly chunkShape: readonly number[];
  /** Bytes of a chunk before its filters. */
  readonly chunkBytes: number;
  readonly isFiltered: boolean;
  /** What one chunk further along each axis adds to a chunk's number; empty for B-trees, which know no numbers. */
  readonly steps: readonly number[];
  /** Chunks along each axis of the dataset at its largest; infinite along an axis without end. */
  readonly mostAlong: readonly number[];
  /** Chunks of the dataset at its largest; infinite where it has an axis without end. */
  readonly mostChunks: number;
  /** What the message tells of an array or a version 2 B-tree; the same stands in the header of that. */
  readonly parameters: readonly number[];
  /** Bytes that hold the size of a chunk that went through filters, as an index stores it. */
  readonly sizeSize: number;
  /** Of a single chunk with filters. */
  readonly size: number;
  readonly filterMask: number;
  /** The header of the array or tree, or the chunks themselves; `undefined` as long as there are none. */
  readonly address: number | undefined;
}

const chunkedClass = 2;
const singleChunkIsFiltered = 0x02;
const kinds: readonly (ChunkIndexKind | undefined)[] = [
  undefined,
  'single-chunk',
  'implicit',
  'fixed-array',
  'extensible-array',
  'version-2-b-tree',
];
const parameterCounts = {
  'single-chunk': 0,
  implicit: 0,
  'fixed-array': 1,
  'extensible-array': 5,
  'version-1-b-tree': 0,
  'version-2-b-tree': 6,
};

/**
 * Reads how the chunks of a dataset are found.
 *
 * Source: HDF5 File Format Specification 3.0 and 4.0, IV.A.2.i "The Data Layout Message" (versions 1 to 5, with "Chunked
 * Storage Property Description").
 *
 * @param objectAddress Address of its object header, from the file's base.
 * @throws Unreadable also where it has no chunks.
 */
export function readChunkLayout(source: MetadataSource, objectAddress: number): ChunkLayout {
  const { layout, largest, isFiltered } = readDatasetHeader(source, objectAddress);
  return chunkLayout(source, layout, largest, isFiltered);
}

/** The layout that a message tells of; see {@link readChunkLayout}. */
export function chunkLayout(
  source: MetadataSource,
  bytes: Uint8Array,
  largest: readonly number[],
  isFiltered: boolean,
): ChunkLayout {
  const cursor = new ByteCursor(bytes);
  const version = cursor.unsigned(1);
  if (largest.length === 0) throw new Unreadable('chunks of a single value');
  if (version < 4) return inVersion1Tree(source, cursor, version, largest, isFiltered);
  if (version > 5) throw new Unreadable('another layout');
  const [storage, flags] = [cursor.unsigned(1), cursor.unsigned(1)];
  if (storage !== chunkedClass) throw new Unreadable('another layout');
  const axes = cursor.unsigned(1);
  const bytesPerAxis = cursor.unsigned(1);
  // The last one is the size of an element.
  if (axes !== largest.length + 1 || bytesPerAxis === 0 || bytesPerAxis > 8) throw new Unreadable('odd axes');
  const shape = Array.from({ length: axes }, () => cursor.unsigned(bytesPerAxis));
  const kind = kinds[cursor.unsigned(1)];
  if (kind === undefined) throw new Unreadable('another index');
  // The other flag means that chunks which reach over the edge are not filtered; their sizes may say otherwise.
  const withSize = flags === singleChunkIsFiltered;
  if (withSize !== (kind === 'single-chunk' && isFiltered) || (flags !== 0 && !withSize)) throw new Unreadable('flags');
  const size = withSize ? cursor.unsigned(source.lengthSize) : 0;
  const filterMask = withSize ? cursor.unsigned(4) : 0;
  const parameters = Array.from({ length: parameterCounts[kind] }, () => cursor.unsigned(1));

  const common = shapeOf(shape, largest, isFiltered);
  const sizeSize = version < 5 ? common.sizeSize : source.lengthSize;
  const { steps, mostChunks } =
    kind === 'version-2-b-tree' ? { steps: [], mostChunks: Infinity } : numbersOf(common.mostAlong);
  if ((kind === 'extensible-array' || kind === 'version-2-b-tree') !== (mostChunks === Infinity)) {
    throw new Unreadable('an index that does not fit');
  }
  if ((kind === 'single-chunk' && mostChunks !== 1) || (kind === 'implicit' && isFiltered)) {
    throw new Unreadable('kind');
  }
  const address = cursor.address(source.addressSize);
  return { ...common, kind, sizeSize, steps, mostChunks, parameters, size, filterMask, address };
}

/** Where layouts have no say in how chunks are found, they are found by a version 1 B-tree. */
function inVersion1Tree(
  source: MetadataSource,
  cursor: ByteCursor,
  version: number,
  largest: readonly number[],
  isFiltered: boolean,
): ChunkLayout {
  const [first, second] = [cursor.unsigned(1), cursor.unsigned(1)];
  const [storage, axes] = version === 3 ? [first, second] : [second, first];
  if (version === 0 || storage !== chunkedClass || axes !== largest.length + 1) throw new Unreadable('another layout');
  if (version < 3) cursor.skip(5);
  const address = cursor.address(source.addressSize);
  const shape = Array.from({ length: axes }, () => cursor.unsigned(4));
  return {
    ...shapeOf(shape, largest, isFiltered),
    kind: 'version-1-b-tree',
    steps: [],
    mostChunks: Infinity,
    parameters: [],
    size: 0,
    filterMask: 0,
    address,
  };
}

type CommonShape = Pick<ChunkLayout, 'chunkShape' | 'chunkBytes' | 'mostAlong' | 'isFiltered' | 'sizeSize'>;

/**
 * @param shape Extents of a chunk, and the bytes of an element behind them. What a chunk's size takes is what its size
 * without filters takes, and one byte more, in case that a filter makes a chunk larger.
 */
function shapeOf(shape: readonly number[], largest: readonly number[], isFiltered: boolean): CommonShape {
  if (shape.includes(0)) throw new Unreadable('empty chunks');
  const chunkBytes = safeProduct(shape);
  const mostAlong = largest.map((extent, axis) => Math.ceil(extent / (shape[axis] as number)));
  const sizeSize = Math.min(8, 1 + bytesToHold(chunkBytes));
  return { chunkShape: shape.slice(0, -1), chunkBytes, mostAlong, isFiltered, sizeSize };
}

/**
 * How chunks are numbered: the fastest axis first, among all the chunks that there could be; but an axis without end
 * comes last, wherever it stands.
 */
function numbersOf(chunks: readonly number[]): { steps: number[]; mostChunks: number } {
  const endless = chunks.indexOf(Infinity);
  if (endless !== chunks.lastIndexOf(Infinity)) throw new Unreadable('two axes without end');
  const steps: number[] = chunks.map(() => 1);
  let step = 1;
  for (let axis = chunks.length - 1; axis >= 0; axis--) {
    if (axis === endless) continue;
    steps[axis] = step;
    step = safeProduct([step, chunks[axis] as number]);
  }
  if (endless < 0) return { steps, mostChunks: step };
  steps[endless] = step;
  return { steps, mostChunks: Infinity };
}

function safeProduct(factors: readonly number[]): number {
  const product = factors.reduce((left, right) => left * right, 1);
  if (product > Number.MAX_SAFE_INTEGER) throw new Unreadable('a number is too large');
  return product;
}
