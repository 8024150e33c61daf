import type { FollowedRange, Frontier, HoleSearch, WriterSigns } from './frontier.js';
import type { ReadyPrefix } from './ready-prefix.js';

/** The rows all of whose points are ready or skipped, without a gap. Its units are rows; what is skipped are points. */
export class RowPrefix implements Frontier {
  readonly #points: ReadyPrefix;
  readonly #rowSize: number;
  readonly #pointCount: number;

  /** @param pointCount Number of points of the whole scan; `Infinity` without a limit. */
  constructor(points: ReadyPrefix, rowSize: number, pointCount: number) {
    this.#points = points;
    this.#rowSize = rowSize;
    this.#pointCount = pointCount;
  }

  get from(): number {
    return this.#points.from / this.#rowSize;
  }

  get ready(): number {
    if (this.#points.isComplete) return Math.max(Math.ceil(this.#pointCount / this.#rowSize), this.from);
    return Math.floor(this.#points.ready / this.#rowSize);
  }

  get reached(): number {
    return this.#points.reached;
  }

  get size(): number | null {
    return this.#pointCount === Infinity ? null : Math.ceil(this.#pointCount / this.#rowSize);
  }

  get missing(): number | undefined {
    const { ready } = this;
    // A row that has begun is known to be one.
    const hasBegun = this.#points.ready > ready * this.#rowSize;
    return !this.isComplete && (hasBegun || this.#points.missing !== undefined) ? ready : undefined;
  }

  get isUpToDate(): boolean {
    return this.#points.isUpToDate;
  }

  get isComplete(): boolean {
    return this.#points.isComplete;
  }

  get skipped(): readonly FollowedRange[] {
    return this.#points.skipped;
  }

  get unreached(): FollowedRange | undefined {
    return this.#points.unreached;
  }

  /** The points of a row, without the end of it that a bounded scan does not have. */
  pointsOf(row: number): FollowedRange {
    const start = row * this.#rowSize;
    return { start, stop: Math.min(start + this.#rowSize, this.#pointCount) };
  }

  runFrom(index: number): FollowedRange {
    return { start: index, stop: this.ready };
  }

  advance(signal: AbortSignal | undefined, writer: WriterSigns): Promise<void> {
    return this.#points.advance(signal, writer);
  }

  passHoles(search: HoleSearch, signal: AbortSignal | undefined): Promise<boolean> {
    return this.#points.passHoles(search, signal);
  }

  countHeldBack(signal: AbortSignal | undefined): Promise<number> {
    return this.#points.countHeldBack(signal);
  }

  reset(from: number): void {
    this.#points.reset(from * this.#rowSize);
  }
}
