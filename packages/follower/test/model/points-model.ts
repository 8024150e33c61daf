import type { FollowedRange } from '@h5tail/follower';
import type { FrontierModel } from './follower-model.js';

/** What the writer has set, and how far its datasets reach. */
export interface KeysModel {
  /** The points of each key dataset that are set. */
  readonly set: readonly Set<number>[];
  /** Points of the whole scan; `Infinity` without a limit. */
  readonly size: number;
  /** Points that the extents have room for by now. */
  room: () => number;
}

/** The ready prefix of points. */
export class PointsModel implements FrontierModel {
  readonly #keys: KeysModel;
  from: number;
  ready: number;
  skipped: FollowedRange[] = [];
  /** Room at the last poll. */
  #room = 0;

  constructor(keys: KeysModel, from: number) {
    this.#keys = keys;
    this.from = from;
    this.ready = from;
  }

  get reached(): number {
    return this.ready;
  }

  get isComplete(): boolean {
    return this.ready >= this.#keys.size;
  }

  get missing(): number | undefined {
    const known = this.#keys.size === Infinity ? this.#room : this.#keys.size;
    return this.ready < known ? this.ready : undefined;
  }

  get heldBack(): number {
    return this.#behind().length;
  }

  get unreached(): FollowedRange | undefined {
    const { size } = this.#keys;
    return size === Infinity || this.ready >= size ? undefined : { start: this.ready, stop: size };
  }

  advance(): void {
    this.#room = this.#keys.room();
    while (this.#isSet(this.ready)) this.ready++;
  }

  passHoles(all: boolean): boolean {
    const [next] = this.#behind();
    if (next === undefined) return false;
    const last = this.skipped.at(-1);
    if (last?.stop === this.ready) this.skipped[this.skipped.length - 1] = { start: last.start, stop: next };
    else this.skipped.push({ start: this.ready, stop: next });
    this.ready = next;
    this.advance();
    if (all) this.passHoles(true);
    return true;
  }

  startFrom(position: number): number {
    return this.#isSkipped(position) ? this.startFrom(position + 1) : position;
  }

  stopOf(start: number): number {
    let stop = start;
    while (stop < this.ready && !this.#isSkipped(stop)) stop++;
    return stop;
  }

  reset(from: number): void {
    this.from = from;
    this.ready = from;
    this.skipped = [];
  }

  #isSet(index: number): boolean {
    return this.#keys.set.every((indices) => indices.has(index));
  }

  #isSkipped(index: number): boolean {
    return this.skipped.some(({ start, stop }) => start <= index && index < stop);
  }

  /** Points that are ready behind the first hole. */
  #behind(): number[] {
    const [first] = this.#keys.set;
    return [...(first ?? [])].filter((index) => index > this.ready && this.#isSet(index)).toSorted((a, b) => a - b);
  }
}

/** The rows that are full. */
export class RowsModel implements FrontierModel {
  readonly #points: PointsModel;
  readonly #rowSize: number;
  readonly #size: number;

  constructor(points: PointsModel, rowSize: number, size: number) {
    this.#points = points;
    this.#rowSize = rowSize;
    this.#size = size;
  }

  get from(): number {
    return this.#points.from / this.#rowSize;
  }

  get ready(): number {
    if (this.isComplete) return Math.max(this.from, Math.ceil(this.#size / this.#rowSize));
    return Math.floor(this.#points.ready / this.#rowSize);
  }

  get reached(): number {
    return this.#points.ready;
  }

  get isComplete(): boolean {
    return this.#points.isComplete;
  }

  get skipped(): readonly FollowedRange[] {
    return this.#points.skipped;
  }

  get missing(): number | undefined {
    const isBegun = this.#points.ready % this.#rowSize > 0 && !this.isComplete;
    return isBegun || this.#points.missing !== undefined ? this.ready : undefined;
  }

  get heldBack(): number {
    return this.#points.heldBack;
  }

  get unreached(): FollowedRange | undefined {
    return this.#points.unreached;
  }

  advance(): void {
    this.#points.advance();
  }

  passHoles(all: boolean): boolean {
    return this.#points.passHoles(all);
  }

  startFrom(position: number): number {
    return position;
  }

  stopOf(): number {
    return this.ready;
  }

  reset(from: number): void {
    this.#points.reset(from * this.#rowSize);
  }
}
