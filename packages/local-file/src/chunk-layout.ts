import { ByteCursor, Unreadable } from './byte-cursor.js';
import type { MetadataSource } from './metadata-source.js';
import { headerMessages, isShared } from './object-header.js';

/** The index of a dataset's chunks: `IV.A.2.i`, "Chunk Indexing Type", without the B-trees. */
export type ChunkIndexKind = 'single-chunk' | 'implicit' | 'fixed-array' | 'extensible-array';

/** How a dataset lies in its file, as far as it takes to find its chunks. */
export interface ChunkLayout {
  readonly kind: ChunkIndexKind;
  /** Elements per axis, slowest axis first. */
  readonly chunkShape: readonly number[];
  /** Bytes of a chunk before its filters. */
  readonly chunkBytes: number;
  readonly isFiltered: boolean;
  /** What one chunk further along each axis adds to a chunk's number. */
  readonly steps: readonly number[];
  /** Chunks of the dataset at its largest; infinite where it has an axis without end. */
  readonly mostChunks: number;
  /** What the message tells of a fixed or extensible array; the same stands in the array's header. */
  readonly parameters: readonly number[];
  /** Of a single chunk with filters. */
  readonly size: number;
  readonly filterMask: number;
  /** The header of the array, or the chunks themselves; `undefined` as long as there are none. */
  readonly address: number | undefined;
}

const dataspaceType = 0x0001;
const layoutType = 0x0008;
const filterPipelineType = 0x000b;
const chunkedClass = 2;
const singleChunkIsFiltered = 0x02;
const kinds: readonly (ChunkIndexKind | undefined)[] = [
  undefined,
  'single-chunk',
  'implicit',
  'fixed-array',
  'extensible-array',
];
const parameterCounts = { 'single-chunk': 0, implicit: 0, 'fixed-array': 1, 'extensible-array': 5 };
const mostAxes = 32;

/**
 * Reads how the chunks of a dataset are found.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.2.b "The Dataspace Message", IV.A.2.i "The Data Layout Message"
 * (version 4, "Chunked Storage Property Description") and IV.A.2.l "The Data Storage - Filter Pipeline Message".
 *
 * @param objectAddress Address of its object header, from the file's base.
 * @throws Unreadable also where its chunks are found in another way than one of {@link ChunkIndexKind}.
 */
export function readChunkLayout(source: MetadataSource, objectAddress: number): ChunkLayout {
  let largest: number[] | undefined;
  let layout: Uint8Array | undefined;
  let isFiltered = false;
  for (const { type, flags, bytes } of headerMessages(source, objectAddress)) {
    if (type !== dataspaceType && type !== layoutType && type !== filterPipelineType) continue;
    if (isShared(flags)) throw new Unreadable('a message that is stored elsewhere');
    if (type === dataspaceType) largest = largestExtents(source, bytes);
    else if (type === layoutType) layout = bytes;
    else isFiltered = hasFilters(bytes);
  }
  if (largest === undefined || layout === undefined) throw new Unreadable('no dataset');
  return chunkLayout(source, layout, largest, isFiltered);
}

/** The most that each axis can grow to, the slowest first. */
function largestExtents({ lengthSize }: MetadataSource, bytes: Uint8Array): number[] {
  const cursor = new ByteCursor(bytes);
  const [version, axes, flags] = [cursor.unsigned(1), cursor.unsigned(1), cursor.unsigned(1)];
  if ((version !== 1 && version !== 2) || axes === 0 || axes > mostAxes) throw new Unreadable('an odd dataspace');
  cursor.skip(version === 1 ? 5 : 1);
  // Without largest extents, the present ones are the largest.
  if ((flags & 0x01) !== 0) cursor.skip(axes * lengthSize);
  return Array.from({ length: axes }, () => cursor.address(lengthSize) ?? Infinity);
}

function hasFilters(bytes: Uint8Array): boolean {
  const cursor = new ByteCursor(bytes);
  const version = cursor.unsigned(1);
  if (version !== 1 && version !== 2) throw new Unreadable('an odd filter pipeline');
  return cursor.unsigned(1) > 0;
}

function chunkLayout(source: MetadataSource, bytes: Uint8Array, largest: number[], isFiltered: boolean): ChunkLayout {
  const cursor = new ByteCursor(bytes);
  const [version, storage, flags] = [cursor.unsigned(1), cursor.unsigned(1), cursor.unsigned(1)];
  if (version !== 4 || storage !== chunkedClass) throw new Unreadable('another layout');
  const axes = cursor.unsigned(1);
  const bytesPerAxis = cursor.unsigned(1);
  // The last one is the size of an element.
  if (axes !== largest.length + 1 || bytesPerAxis === 0 || bytesPerAxis > 8) throw new Unreadable('odd axes');
  const shape = Array.from({ length: axes }, () => cursor.unsigned(bytesPerAxis));
  if (shape.includes(0)) throw new Unreadable('empty chunks');
  const kind = kinds[cursor.unsigned(1)];
  if (kind === undefined) throw new Unreadable('another index');
  // The other flag means that chunks which reach over the edge are not filtered; their sizes may say otherwise.
  const withSize = flags === singleChunkIsFiltered;
  if (withSize !== (kind === 'single-chunk' && isFiltered) || (flags !== 0 && !withSize)) throw new Unreadable('flags');
  const size = withSize ? cursor.unsigned(source.lengthSize) : 0;
  const filterMask = withSize ? cursor.unsigned(4) : 0;
  const parameters = Array.from({ length: parameterCounts[kind] }, () => cursor.unsigned(1));

  const chunkShape = shape.slice(0, -1);
  const chunkBytes = safeProduct(shape);
  const { steps, mostChunks } = numbersOf(largest.map((extent, axis) => Math.ceil(extent / (shape[axis] as number))));
  if ((kind === 'extensible-array') !== (mostChunks === Infinity)) throw new Unreadable('an index that does not fit');
  if ((kind === 'single-chunk' && mostChunks !== 1) || (kind === 'implicit' && isFiltered))
    throw new Unreadable('kind');
  const address = cursor.address(source.addressSize);
  return { kind, chunkShape, chunkBytes, isFiltered, steps, mostChunks, parameters, size, filterMask, address };
}

/**
 * How chunks are numbered: the fastest axis first, among all the chunks that there could be; but an axis without end
 * comes last, wherever it stands.
 */
function numbersOf(chunks: number[]): { steps: number[]; mostChunks: number } {
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
