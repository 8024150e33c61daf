import {
  dtypeName,
  Hdf5Error,
  isHdf5Error,
  shapeText,
  type DataOf,
  type Dataset,
  type Dtype,
  type Slab,
} from '@h5tail/adapter';
import type { PointRun } from '../points/point-run.js';
import { DatasetReader } from './dataset-reader.js';
import type { Region } from './region.js';
import type { ReadRunOptions, RunReader } from './run-reader.js';
import type { TypedElements } from './typed-elements.js';
import type { FillFrames } from './unwritten-frames.js';

/**
 * Frames of a stack that several datasets took turns to hold: of n datasets, point i is frame floor(i / n) of number
 * i mod n.
 */
export class InterleavedReader<D extends Dtype = Dtype> implements RunReader<D> {
  readonly datasets: readonly Dataset<D>[];
  readonly #members: readonly DatasetReader<D>[];

  /** @throws Hdf5Error `WRONG_DTYPE` or `WRONG_SHAPE` where the datasets do not hold the same kind of frames. */
  constructor(datasets: readonly Dataset<D>[], region: Region, fillFrames: FillFrames) {
    requireAlike(datasets);
    this.datasets = datasets;
    this.#members = datasets.map((dataset) => new DatasetReader(dataset, 1, region, fillFrames));
  }

  get frameShape(): readonly number[] {
    return (this.#members[0] as DatasetReader<D>).frameShape;
  }

  /** All of them: a refresh of the one that holds the next point leaves the others as they were, fill values included. */
  async refresh(): Promise<void> {
    for (const member of this.#members) await member.refresh();
  }

  async read(run: PointRun, options: ReadRunOptions): Promise<Slab<D>> {
    const parts = this.#partsOf(run);
    if (parts.length === 1) return this.#readPart(parts[0] as Part, options);
    const slabs = [];
    for (const part of parts) slabs.push(await this.#readPart(part, { signal: options.signal }));
    return weave(slabs, run.count, options.into);
  }

  async #readPart({ member, run }: Part, options: ReadRunOptions): Promise<Slab<D>> {
    try {
      return await (this.#members[member] as DatasetReader<D>).read(run, options);
    } catch (error) {
      throw withPointIndex(error, this.#members.length, member);
    }
  }

  /** The points of a run that each dataset holds; they come round again after `parts.length` points. */
  #partsOf({ first, step, count }: PointRun): Part[] {
    const n = this.#members.length;
    const period = turnsUntilAgain(step, n);
    return Array.from({ length: Math.min(period, count) }, (_, place) => {
      const index = first + place * step;
      const frame = Math.floor(index / n);
      const points = Math.ceil((count - place) / period);
      return {
        member: index % n,
        run: { first: frame, step: (step * period) / n, count: points, position: [frame] },
      };
    });
  }
}

interface Part {
  readonly member: number;
  /** Counted in frames of the dataset. */
  readonly run: PointRun;
}

/** Puts frame `i` of part `p` to place `i * parts + p`. */
function weave<D extends Dtype>(parts: readonly Slab<D>[], count: number, into: unknown): Slab<D> {
  const { dtype, shape } = parts[0] as Slab<D>;
  const frameShape = shape.slice(1);
  const size = frameShape.reduce((product, extent) => product * extent, 1);
  const first = (parts[0] as Slab<D>).data as TypedElements;
  const woven = (into ?? new (first.constructor as new (length: number) => TypedElements)(count * size)) as Uint8Array;
  parts.forEach(({ data }, part) => {
    const frames = data as unknown as Uint8Array;
    for (let place = part, from = 0; place < count; place += parts.length, from += size) {
      woven.set(frames.subarray(from, from + size), place * size);
    }
  });
  return { dtype, shape: [count, ...frameShape], data: woven as unknown as DataOf<D> };
}

function requireAlike(datasets: readonly Dataset[]): void {
  const [first, ...others] = datasets;
  if (first === undefined) throw new TypeError('interleaved datasets need at least one dataset');
  const wanted = frameText(first);
  for (const other of others) {
    const remedy = 'Interleave datasets that hold the same kind of frames';
    const place = { file: other.file.path, object: other.path, remedy };
    if (dtypeText(other.dtype) !== dtypeText(first.dtype)) {
      const message = `its elements, ${dtypeName(other.dtype)}, are not those of ${first.path}, ${dtypeName(first.dtype)}`;
      throw new Hdf5Error('WRONG_DTYPE', message, place);
    }
    if (frameText(other) === wanted) continue;
    const message = `its frames, ${frameText(other)}, are not those of ${first.path}, ${wanted}`;
    throw new Hdf5Error('WRONG_SHAPE', message, place);
  }
}

function frameText({ maxShape }: Dataset): string {
  return maxShape === null ? 'none' : shapeText(maxShape.slice(1));
}

/** After how many points, `step` apart, the same one of several datasets has its turn again. */
function turnsUntilAgain(step: number, datasets: number): number {
  let points = 1;
  while ((points * step) % datasets !== 0) points++;
  return points;
}

function dtypeText(dtype: Dtype): string {
  // Values of enumerations may be too large for JSON's numbers.
  return JSON.stringify(dtype, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

/** A fault of a frame of one dataset, told with the number of the point that it is of. */
function withPointIndex(error: unknown, members: number, member: number): unknown {
  if (!isHdf5Error(error) || error.index === undefined) return error;
  const { code, file, object, remedy, details } = error;
  const index = error.index * members + member;
  const message = `point ${index}, which is frame ${error.index} of this dataset, cannot be read`;
  return new Hdf5Error(code, message, { file, object, remedy, details, index, cause: error });
}
