import type { WriterState } from '@h5tail/adapter';
import type { FollowSettings } from './follow-options.js';
import type { FollowProgress } from './follow-status.js';
import type { HoleSearch } from './frontier.js';

/**
 * How long polls have found nothing new, and what is due then: to look behind the hole, and to tell of a stall. It starts
 * with a poll, so the time that a consumer takes does not count, and needs no timer of its own.
 */
export class QuietTime {
  readonly #settings: FollowSettings;
  #since: number | undefined;
  #isStalled = false;

  constructor(settings: FollowSettings) {
    this.#settings = settings;
  }

  reset(): void {
    this.#since = undefined;
    this.#isStalled = false;
  }

  /** Takes in the outcome of a poll. */
  polled(progress: boolean, writer: WriterState, where: () => FollowProgress): void {
    if (progress) {
      this.#resume();
      return;
    }
    const { clock, stallAfterMs, status } = this.#settings;
    const now = clock.now();
    const since = (this.#since ??= now);
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
    const since = this.#since;
    this.#since = undefined;
    if (!this.#isStalled || since === undefined) return;
    this.#isStalled = false;
    this.#settings.status.tell({ kind: 'resumed', afterMs: this.#settings.clock.now() - since });
  }
}
