import { elementSize, type Dtype } from '@h5tail/adapter';
import type { FrameReader } from './frame-reader.js';
import type { Frame } from './frame.js';

/** Bytes of the frames that are read together at most; larger frames are read one by one. */
const largestRun = 2 ** 20;

/** What a {@link ReadAhead} is told of the point to read. */
export interface PointToRead {
  readonly index: number;
  readonly position: readonly number[];
  /** Points from this one on that are ready and lie next to each other along the fastest axis of the scan. */
  readonly run: number;
  /** Whether the dataset has to be refreshed first. */
  readonly refresh: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Reads small frames several at a time. Entering HDF5 costs as much as reading a small frame, so where many points are
 * ready already (a scan that began before the follower, a slow consumer) one read takes as many as fit into 1 MiB.
 *
 * Only points that were ready before the refresh are read ahead, so a frame is as right as when it is read alone.
 */
export class ReadAhead<D extends Dtype = Dtype> {
  readonly #reader: FrameReader<D>;
  /** Frames that were read and not handed out, the next one last. */
  #ahead: Frame<D>[] = [];

  constructor(reader: FrameReader<D>) {
    this.#reader = reader;
  }

  /** The frame of a point. @throws See {@link FrameReader.read}. */
  async read({ index, position, run, refresh, signal }: PointToRead): Promise<Frame<D>> {
    const next = this.#ahead.pop();
    if (next?.index === index && !refresh) return next;
    this.#ahead = [];
    const options = { position, refresh, ...(signal === undefined ? {} : { signal }) };
    const count = Math.min(run, this.#framesPerRun());
    if (count < 2) return this.#reader.read(index, options);
    const frames = await this.#reader.readRun(index, count, options);
    this.#ahead = frames.toReversed();
    return this.#ahead.pop() as Frame<D>;
  }

  #framesPerRun(): number {
    const { dataset, frameShape } = this.#reader;
    if (!isPlain(dataset.dtype)) return 1;
    const frameBytes = frameShape.reduce((product, extent) => product * extent, elementSize(dataset.dtype));
    return frameBytes === 0 ? 1 : Math.floor(largestRun / frameBytes);
  }
}

/** Elements that arrive in one typed array, which can be cut into frames. */
function isPlain(dtype: Dtype): boolean {
  return ['integer', 'float', 'boolean', 'enum', 'bitfield'].includes(dtype.class);
}
