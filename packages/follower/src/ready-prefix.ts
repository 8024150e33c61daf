import { Hdf5Error, shapeText, type Dataset } from '@h5tail/adapter';
import type { DiagnosticListener } from './follow-diagnostic.js';
import type { FollowedRange, Frontier, HoleSearch, WriterSigns } from './frontier.js';
import { HolePassing } from './hole-passing.js';
import { KeyFrontier } from './key-frontier.js';
import { ReadyBehind } from './ready-behind.js';
import type { ScanShape } from './scan-shape.js';
import { SkippedPoints } from './skipped-points.js';

/** New keys that one advance takes at most: the first of very many indices shall not wait for the last. */
const largestAdvance = 2 ** 20;

/**
 * The points whose keys are set in every key dataset, without a gap but for those that were passed over: the only ones
 * that may be handed out.
 */
export class ReadyPrefix implements Frontier {
  readonly #keys: readonly KeyFrontier[];
  readonly #scan: ScanShape;
  readonly #skipped = new SkippedPoints();
  readonly #report: DiagnosticListener;
  readonly #behind: ReadyBehind;
  readonly #holes: HolePassing;
  #from: number;
  #ready: number;
  #isUpToDate = false;

  constructor(keys: readonly Dataset[], scan: ScanShape, from: number, report: DiagnosticListener) {
    this.#keys = keys.map((key) => new KeyFrontier(key, scan.rank, from, report));
    this.#scan = scan;
    this.#report = report;
    this.#behind = new ReadyBehind(this.#keys, scan);
    this.#holes = new HolePassing(this.#behind, this.#skipped, report);
    this.#from = from;
    this.#ready = from;
  }

  get ready(): number {
    return this.#ready;
  }

  get reached(): number {
    return this.#ready;
  }

  get from(): number {
    return this.#from;
  }

  get size(): number | null {
    return this.#scan.size === Infinity ? null : this.#scan.size;
  }

  get missing(): number | undefined {
    return this.#ready < this.#scan.currentSize ? this.#ready : undefined;
  }

  get isUpToDate(): boolean {
    return this.#isUpToDate;
  }

  get isComplete(): boolean {
    return this.#ready >= this.#scan.size;
  }

  get skipped(): readonly FollowedRange[] {
    return this.#skipped.ranges;
  }

  get unreached(): FollowedRange | undefined {
    const { size } = this;
    return size === null || this.#ready >= size ? undefined : { start: this.#ready, stop: size };
  }

  /** Skipped points among `start` to `stop - 1`. */
  skippedWithin(start: number, stop: number): FollowedRange[] {
    return this.#skipped.within(start, stop);
  }

  runFrom(index: number): FollowedRange {
    return this.#skipped.runFrom(index, this.#ready);
  }

  reset(from: number): void {
    this.#from = from;
    this.#ready = from;
    this.#isUpToDate = false;
    this.#skipped.clear();
    this.#holes.reset();
    for (const key of this.#keys) key.reset(from);
  }

  /**
   * Takes in what the writer has flushed of the keys.
   *
   * @throws Hdf5Error `WRONG_SHAPE` where an unlimited fast axis grew, so that indices handed out would change meaning;
   * `FILE_REPLACED` where keys that were read are no longer inside of their dataset.
   */
  async advance(signal: AbortSignal | undefined, { left }: WriterSigns): Promise<void> {
    for (const key of this.#keys) {
      signal?.throwIfAborted();
      await key.dataset.refresh();
    }
    // Before the scan gets wider: the frontiers go by the extents of the last advance.
    for (const key of this.#keys) key.requireKept(this.#scan.extents);
    this.#widenScan();
    const limit = Math.min(this.#scan.size, this.#ready + largestAdvance);
    let target = limit;
    for (const key of this.#keys) {
      signal?.throwIfAborted();
      await key.advance(this.#scan.extents, target, left, signal);
      target = Math.min(target, key.prefix);
    }
    this.#ready = Math.max(this.#ready, target);
    this.#isUpToDate = target < limit || this.isComplete;
  }

  async passHoles(search: HoleSearch, signal: AbortSignal | undefined): Promise<boolean> {
    const passed = await this.#holes.pass(this.#ready, search, signal);
    if (passed === undefined) return false;
    this.#ready = passed.ready;
    for (const key of this.#keys) key.skipTo(passed.runStart, passed.ready);
    for (const { start, stop } of passed.holes) this.#skipped.add(start, stop);
    // Last, because a listener may throw.
    for (const hole of passed.holes) this.#report({ kind: 'skipped', ...hole });
    return true;
  }

  async countHeldBack(signal: AbortSignal | undefined): Promise<number> {
    let count = 0;
    const { limit } = this.#behind;
    const lengths = [largestAdvance, largestAdvance] as const;
    const windows = this.#behind.windows(this.#behind.firstAfter(this.#ready), limit, lengths, signal);
    for await (const { marks } of windows) for (const mark of marks) count += mark;
    return count;
  }

  #widenScan(): void {
    for (const key of this.#keys) {
      const before = this.#scan.extents;
      const kept = this.#scan.widen(key.extents);
      if (kept === Infinity) continue;
      if (this.#ready > Math.max(kept, this.#from)) throw meaningChanged(key.dataset, before, this.#scan.extents);
      for (const other of this.#keys) {
        if (other.prefix > kept) other.reset(Math.max(this.#from, kept));
      }
    }
  }
}

function meaningChanged(key: Dataset, before: readonly number[], after: readonly number[]): Hdf5Error {
  const change = `from ${shapeText(before)} to ${shapeText(after)}`;
  return new Hdf5Error('WRONG_SHAPE', `the scan got wider, ${change}, after points beyond its first row were ready`, {
    file: key.file.path,
    object: key.path,
    remedy: 'Give the key dataset its full extents, or a maximum, along the fast axes',
  });
}
