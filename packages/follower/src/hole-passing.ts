import type { DiagnosticListener } from './follow-diagnostic.js';
import type { FollowedRange, HoleSearch } from './frontier.js';
import type { ReadyBehind } from './ready-behind.js';
import type { SkippedPoints } from './skipped-points.js';

/** Most holes have their next key close by. */
const nearWindow = 64;
/** What a search that finds nothing close by looks at besides, another part each time. */
const farWindow = 1024;
/** Points skipped last that are looked at again. */
const lateWindow = 64;

/** What came of passing over holes. */
export interface PassedHoles {
  /** Everything below it is ready or skipped. */
  readonly ready: number;
  /** First of the ready points that lie right before it. */
  readonly runStart: number;
}

/**
 * Finds the next ready points behind a hole and lists what lies before them as skipped.
 *
 * A hole looks like the end of what was written so far, and behind that there may be very many keys that are not set. So a
 * search that finds nothing reads no more than a small window right behind the hole and one elsewhere; only the end of a
 * follow looks at all of it.
 */
export class HolePassing {
  readonly #behind: ReadyBehind;
  readonly #skipped: SkippedPoints;
  readonly #report: DiagnosticListener;
  #farFrom = 0;
  #lateRange: FollowedRange | undefined;
  readonly #late = new Set<number>();

  constructor(behind: ReadyBehind, skipped: SkippedPoints, report: DiagnosticListener) {
    this.#behind = behind;
    this.#skipped = skipped;
    this.#report = report;
  }

  reset(): void {
    this.#farFrom = 0;
    this.#lateRange = undefined;
  }

  /** @returns `undefined` where nothing ready was found behind `hole`. */
  async pass(
    hole: number,
    { reach, all }: HoleSearch,
    signal: AbortSignal | undefined,
  ): Promise<PassedHoles | undefined> {
    const { limit } = this.#behind;
    let passed = hole >= limit ? undefined : await this.#passWithin(hole, limit, { reach, all }, signal);
    if (passed === undefined && reach === 'far') {
      const found = await this.#lookFar(hole, limit, signal);
      // What lies before it may have been set since it was looked at.
      if (found) passed = await this.#passWithin(hole, limit, { reach: 'whole', all }, signal);
    }
    if (passed === undefined && reach !== 'near') await this.#lookForLate(signal);
    return passed;
  }

  async #passWithin(
    hole: number,
    limit: number,
    { reach, all }: HoleSearch,
    signal: AbortSignal | undefined,
  ): Promise<PassedHoles | undefined> {
    let passed: PassedHoles | undefined;
    for await (const { start, marks } of this.#behind.windows(this.#behind.firstAfter(hole), limit, nearWindow, signal)) {
      const further = this.#passMarks(passed ?? { ready: hole, runStart: -1 }, start, marks, all);
      passed = further ?? passed;
      const isFruitless = further === undefined;
      if (isFruitless ? reach !== 'whole' : !all) break;
    }
    return passed;
  }

  #passMarks(before: PassedHoles, start: number, marks: Uint8Array, all: boolean): PassedHoles | undefined {
    let { ready, runStart } = before;
    let isFound = false;
    for (let place = Math.max(ready - start, 0); place < marks.length;) {
      const first = marks.indexOf(1, place);
      if (first < 0) break;
      const end = marks.indexOf(0, first);
      place = end < 0 ? marks.length : end;
      // A run that goes on from the window before keeps its start.
      if (start + first > ready || runStart < 0) runStart = start + first;
      this.#skip(ready, start + first);
      ready = start + place;
      isFound = true;
      if (!all) break;
    }
    return isFound ? { ready, runStart } : undefined;
  }

  #skip(start: number, stop: number): void {
    if (start >= stop) return;
    this.#skipped.add(start, stop);
    this.#report({ kind: 'skipped', start, stop });
  }

  async #lookFar(hole: number, limit: number, signal: AbortSignal | undefined): Promise<boolean> {
    const nearStop = this.#behind.firstAfter(hole) + nearWindow;
    if (this.#farFrom < nearStop || this.#farFrom >= limit) this.#farFrom = nearStop;
    const start = this.#farFrom;
    if (start >= limit) return false;
    this.#farFrom = Math.min(start + farWindow, limit);
    return (await this.#behind.marks(start, this.#farFrom, signal)).includes(1);
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
