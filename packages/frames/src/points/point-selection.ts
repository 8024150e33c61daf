/** Part of a scan that one of several processes takes. */
export interface Partition {
  /** Number of this process, from 0. */
  readonly index: number;
  /** Number of processes. */
  readonly count: number;
  /**
   * Points in a row that go to the same process. Default: as many frames as a chunk of the first dataset holds along the
   * fastest axis of the scan, so that in a stack no two processes read the same chunk.
   */
  readonly block?: number;
}

/** Points whose indices are `first`, `first + step`, … */
export interface PointProgression {
  readonly first: number;
  readonly step: number;
  readonly count: number;
}

/**
 * Which points of a scan are wanted: every n-th, and of those the blocks of one process. It goes by the index alone, so
 * processes that know nothing of each other, and begin anywhere, agree on who takes which point.
 */
export class PointSelection {
  readonly #every: number;
  readonly #part: Required<Partition>;

  /** @throws RangeError for numbers that make no sense. */
  constructor(every: number, partition: Required<Partition>) {
    requireCount('every', every);
    requireCount('partition.count', partition.count);
    requireCount('partition.block', partition.block);
    const { index, count } = partition;
    if (!Number.isSafeInteger(index) || index < 0 || index >= count) {
      throw new RangeError(`partition.index ${index} is not one of 0 to ${count - 1}`);
    }
    this.#every = every;
    this.#part = partition;
  }

  /** The wanted ones of the points from `start` to before `stop`, in order. */
  *within(start: number, stop: number): Generator<PointProgression> {
    const every = this.#every;
    const { index, count, block } = this.#part;
    // Every n-th point has a number of its own, and blocks are counted by those.
    const [from, to] = [Math.ceil(start / every), Math.ceil(stop / every)];
    if (count === 1) {
      if (from < to) yield { first: from * every, step: every, count: to - from };
      return;
    }
    if (block === 1) {
      const first = from + ((index - (from % count) + count) % count);
      if (first < to) yield { first: first * every, step: every * count, count: Math.ceil((to - first) / count) };
      return;
    }
    for (let number = Math.floor(from / block); number * block < to; number++) {
      if (number % count !== index) continue;
      const first = Math.max(from, number * block);
      const last = Math.min(to, (number + 1) * block);
      if (first < last) yield { first: first * every, step: every, count: last - first };
    }
  }

  /** The last wanted one of those points; `undefined` if there is none. */
  lastWithin(start: number, stop: number): number | undefined {
    const { count, block } = this.#part;
    // Nothing that is wanted is further back than a whole round of all processes.
    const round = this.#every * block * (count + 1);
    let last: number | undefined;
    for (const { first, step, count: points } of this.within(Math.max(start, stop - round), stop)) {
      last = first + (points - 1) * step;
    }
    return last;
  }
}

function requireCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`${name} ${value} is not a whole number above 0`);
}
