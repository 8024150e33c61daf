import type { DiagnosticListener } from './follow-diagnostic.js';
import type { FollowedRange, HoleSearch } from './frontier.js';
import type { ReadyBehind } from './ready-behind.js';
import type { SkippedPoints } from './skipped-points.js';

/** Most holes have their next key close by. */
const nearWindow = 64;
/** What a search that finds nothing close by looks at besides, another part each time: not very far, and all the rest. */
const [middleWindow, restWindow] = [512, 1024];
/** How far what is not very far goes. */
const middleReach = 4096;
/** Points skipped last that are looked at again. */
const lateWindow = 64;
const largestFittedWindow = 2 ** 16;

/** What came of passing over holes. */
export interface PassedHoles {
  /** Everything below it is ready or skipped. */
  readonly ready: number;
  /** First of the ready points that lie right before it. */
  readonly runStart: number;
  /** What was passed over, in order. */
  readonly holes: readonly FollowedRange[];
}

/**
 * Finds the next ready points behind a hole, and what is to be passed over to get to them.
 *
 * A hole looks like the end of what was written so far, and behind that there may be very many keys that are not set. So a
 * search that finds nothing reads no more than a small window right behind the hole and one elsewhere, each time another;
 * only the end of a follow looks at all of it.
 */
export class HolePassing {
  readonly #behind: ReadyBehind;
  readonly #skipped: SkippedPoints;
  readonly #report: DiagnosticListener;
  #window = nearWindow;
  readonly #middle = new Sweep(middleWindow);
  readonly #rest = new Sweep(restWindow);
  #isMiddleTurn = false;
  #lateRange: FollowedRange | undefined;
  readonly #late = new Set<number>();

  constructor(behind: ReadyBehind, skipped: SkippedPoints, report: DiagnosticListener) {
    this.#behind = behind;
    this.#skipped = skipped;
    this.#report = report;
  }

  reset(): void {
    this.#window = nearWindow;
    this.#lateRange = undefined;
  }

  /** @returns `undefined` where nothing ready was found behind `hole`. */
  async pass(
    hole: number,
    { reach, all }: HoleSearch,
    signal: AbortSignal | undefined,
  ): Promise<PassedHoles | undefined> {
    const { limit } = this.#behind;
    let passed = await this.#passWithin(hole, { stop: limit, toTheEnd: reach === 'whole', all }, signal);
    if (passed === undefined && reach === 'far') {
      const stop = await this.#lookFar(hole, limit, signal);
      // What lies before it may have been set since it was looked at.
      if (stop !== undefined) passed = await this.#passWithin(hole, { stop, toTheEnd: true, all }, signal);
    }
    if (passed === undefined && reach !== 'near') await this.#lookForLate(signal);
    this.#fitWindow(passed === undefined ? 0 : passed.ready - hole);
    return passed;
  }

  /** As much as was found this time, so that it takes one read where keys come steadily. */
  #fitWindow(progress: number): void {
    this.#window = Math.min(Math.max(progress + 1, nearWindow), largestFittedWindow);
  }

  async #passWithin(
    hole: number,
    { stop, toTheEnd, all }: { readonly stop: number; readonly toTheEnd: boolean; readonly all: boolean },
    signal: AbortSignal | undefined,
  ): Promise<PassedHoles | undefined> {
    let passed: PassedHoles | undefined;
    const [first, next] = [this.#window, nearWindow];
    for await (const { start, marks } of this.#behind.windows(
      this.#behind.firstAfter(hole),
      stop,
      [first, next],
      signal,
    )) {
      const further = passMarks(passed ?? { ready: hole, runStart: -1, holes: [] }, start, marks, all);
      passed = further ?? passed;
      if (further === undefined ? !toTheEnd : !all) break;
    }
    return passed;
  }

  /** @returns Where to look to, if there is something. */
  async #lookFar(hole: number, limit: number, signal: AbortSignal | undefined): Promise<number | undefined> {
    const first = this.#behind.firstAfter(hole) + nearWindow;
    this.#isMiddleTurn = !this.#isMiddleTurn;
    // By turns.
    const window = this.#isMiddleTurn
      ? this.#middle.next(first, Math.min(first + middleReach, limit))
      : this.#rest.next(first, limit);
    if (window === undefined) return undefined;
    const { start, stop } = window;
    return (await this.#behind.marks(start, stop, signal)).includes(1) ? stop : undefined;
  }

  /** Tells of points skipped last that are ready by now. */
  async #lookForLate(signal: AbortSignal | undefined): Promise<void> {
    const { last } = this.#skipped;
    if (last === undefined) return;
    if (this.#lateRange !== last) this.#late.clear();
    this.#lateRange = last;
    const start = Math.max(last.start, last.stop - lateWindow);
    const marks = await this.#behind.marks(start, last.stop, signal);
    for (const [place, mark] of marks.entries()) {
      const index = start + place;
      if (mark === 0 || this.#late.has(index)) continue;
      this.#late.add(index);
      this.#report({ kind: 'key-late', index });
    }
  }
}

/** Goes on over the marks of the points from `start` on: over all holes, or one. */
function passMarks(before: PassedHoles, start: number, marks: Uint8Array, all: boolean): PassedHoles | undefined {
  const holes = [...before.holes];
  let { ready, runStart } = before;
  let isFound = false;
  for (let place = Math.max(ready - start, 0); place < marks.length;) {
    const first = marks.indexOf(1, place);
    if (first < 0) break;
    const end = marks.indexOf(0, first);
    place = end < 0 ? marks.length : end;
    // A run that goes on from the window before keeps its start.
    if (start + first > ready || runStart < 0) runStart = start + first;
    if (start + first > ready) holes.push({ start: ready, stop: start + first });
    ready = start + place;
    isFound = true;
    if (!all) break;
  }
  return isFound ? { ready, runStart, holes } : undefined;
}

/** Windows one behind the other, again and again. */
class Sweep {
  readonly #length: number;
  #next = 0;

  constructor(length: number) {
    this.#length = length;
  }

  /** The next window in `start` to `stop - 1`; none where that is empty. */
  next(start: number, stop: number): FollowedRange | undefined {
    if (start >= stop) return undefined;
    if (this.#next < start || this.#next >= stop) this.#next = start;
    const window = { start: this.#next, stop: Math.min(this.#next + this.#length, stop) };
    this.#next = window.stop;
    return window;
  }
}
