import type { WriterState } from '@h5tail/adapter';
import type { FollowSettings } from './follow-options.js';
import type { FollowProgress } from './follow-status.js';
import type { HoleSearch } from './frontier.js';

/**
 * How long polls have found nothing new, and what is due then: to look behind the hole, and to tell of a stall. It starts
 * with a poll and needs no timer of its own.
 *
 * Between two calls the consumer has control, and its time does not count. For a hole, whose points are lost when it is
 * passed over too early, none of it does, and after a pause longer than a wait itself ever makes between two polls the time
 * starts over: who was away cannot know what came when. For a stall, which is only told, a pause counts as far as a wait
 * itself would have made one, so that who polls in a loop of short iterations hears of it too.
 */
export class QuietTime {
  readonly #settings: FollowSettings;
  /** Since when nothing new was seen, for holes; moved on by what does not count. */
  #since: number | undefined;
  /** The same for stalls. */
  #stallSince: number | undefined;
  /** Since when the consumer has had control. */
  #pausedAt: number | undefined;
  #isStalled = false;

  constructor(settings: FollowSettings) {
    this.#settings = settings;
  }

  reset(): void {
    this.#since = undefined;
    this.#stallSince = undefined;
    this.#isStalled = false;
  }

  /** The consumer has control, until the next poll. */
  pause(): void {
    this.#pausedAt ??= this.#settings.clock.now();
  }

  /** A poll begins. */
  goOn(): void {
    if (this.#pausedAt === undefined) return;
    const { clock, pollIntervalMs } = this.#settings;
    const pauseMs = clock.now() - this.#pausedAt;
    this.#pausedAt = undefined;
    const isLong = pauseMs > pollIntervalMs.max;
    if (this.#since !== undefined) this.#since = isLong ? undefined : this.#since + pauseMs;
    // A stall that was told keeps its begin.
    if (isLong && this.#stallSince !== undefined && !this.#isStalled) this.#stallSince += pauseMs - pollIntervalMs.max;
  }

  /** Takes in the outcome of a poll. */
  polled(progress: boolean, writer: WriterState, where: () => FollowProgress): void {
    if (progress) {
      this.#resume();
      return;
    }
    const { clock, stallAfterMs, status } = this.#settings;
    const now = clock.now();
    this.#since ??= now;
    const since = (this.#stallSince ??= now);
    if (this.#isStalled || now - since < stallAfterMs) return;
    this.#isStalled = true;
    const { ready, position } = where();
    status.tell({ kind: 'stalled', since, writer, ready, position });
  }

  /** There was something behind holes. */
  passedHoles(): void {
    this.#resume();
  }

  /** Moment at which a hole is to be looked behind; `Infinity` where that is up to the polls. */
  get holesDueAt(): number {
    const { skipHolesAfterMs, clock } = this.#settings;
    if (skipHolesAfterMs === undefined || this.#since === undefined) return Infinity;
    const dueAt = this.#since + skipHolesAfterMs;
    return dueAt > clock.now() ? dueAt : Infinity;
  }

  /** What to look for behind the hole after a poll, if that is due. */
  dueSearch(progress: boolean): HoleSearch | undefined {
    const { skipHolesAfterMs, clock } = this.#settings;
    if (skipHolesAfterMs === undefined) return undefined;
    const reach = progress ? 'near' : 'far';
    if (skipHolesAfterMs === 0) return { reach, all: true };
    if (this.#since === undefined || clock.now() - this.#since < skipHolesAfterMs) return undefined;
    return { reach, all: false };
  }

  #resume(): void {
    const since = this.#stallSince;
    this.#since = undefined;
    this.#stallSince = undefined;
    if (!this.#isStalled || since === undefined) return;
    this.#isStalled = false;
    this.#settings.status.tell({ kind: 'resumed', afterMs: this.#settings.clock.now() - since });
  }
}
