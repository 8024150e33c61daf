import { adaptivePolling } from './adaptive-polling.js';
import { PauseAfterChanges } from './pause-after-changes.js';
import type { WakeUp, WakeUpContext, WakeUpFactory } from './wake-up.js';

/**
 * Wakes as soon as one of the files changes, where that can be told, and polls adaptively besides, because a
 * notification may get lost and a network file system never sends one. This is the default.
 *
 * A burst of changes wakes once: polls are never closer together than `pollIntervalMs.min`. Where change after change
 * brings no key, because the writer is busy with other datasets, they get up to 10 ms apart; progress and a quiet moment
 * end that.
 */
export const fileChangeWakeUp: WakeUpFactory = (context) => {
  const changes = new ChangeWatch();
  changes.start(context);
  const polling = adaptivePolling(context);
  return changes.isTold ? watchAndPoll(context, changes, polling) : polling;
};

function watchAndPoll({ clock, pollIntervalMs }: WakeUpContext, changes: ChangeWatch, polling: WakeUp): WakeUp {
  const pause = new PauseAfterChanges(pollIntervalMs);
  let lastPollAt = clock.now();
  return {
    name: 'file-change',
    async wait(atMostMs, signal) {
      await changes.interruptsSleep(signal, (either) => polling.wait(atMostMs, either));
      if (!changes.takeSeen()) {
        pause.reset();
        return;
      }
      const pauseMs = Math.min(lastPollAt + pause.ms - clock.now(), atMostMs);
      if (pauseMs > 0) await clock.sleep(pauseMs, signal);
      // The poll that follows shows what changed meanwhile too.
      changes.takeSeen();
      pause.lengthen();
    },
    polled(progress) {
      lastPollAt = clock.now();
      if (progress) pause.reset();
      polling.polled(progress);
    },
    close: () => changes.stop(),
  };
}

/** Remembers a change until it is taken, so that one in the middle of a poll is not lost. */
class ChangeWatch {
  #stops: (() => void)[] = [];
  #seen = false;
  #sleeping: AbortController | undefined;

  /** Whether at least one file tells of its changes. */
  get isTold(): boolean {
    return this.#stops.length > 0;
  }

  start({ files }: WakeUpContext): void {
    const listener = (): void => {
      this.#seen = true;
      this.#sleeping?.abort();
    };
    try {
      for (const file of files) {
        const stop = file.watch(listener);
        if (stop !== null) this.#stops.push(stop);
      }
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
  }

  takeSeen(): boolean {
    const seen = this.#seen;
    this.#seen = false;
    return seen;
  }

  /** Runs a sleep that ends with the first change, or when `signal` is aborted. */
  async interruptsSleep(signal: AbortSignal, sleep: (either: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#seen) return;
    const sleeping = new AbortController();
    const stop = (): void => sleeping.abort(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    this.#sleeping = sleeping;
    try {
      await sleep(sleeping.signal);
    } catch (error) {
      if (!sleeping.signal.aborted) throw error;
    } finally {
      this.#sleeping = undefined;
      signal.removeEventListener('abort', stop);
    }
  }
}
