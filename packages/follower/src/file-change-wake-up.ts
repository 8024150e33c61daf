import { adaptivePolling } from './adaptive-polling.js';
import { PauseAfterChanges } from './pause-after-changes.js';
import type { WakeUp, WakeUpContext, WakeUpFactory } from './wake-up.js';

/**
 * Wakes as soon as one of the files changes, where that can be told. This is the default.
 *
 * It polls besides, because a notification may get lost: every `pollIntervalMs.max` while progress came with a change that
 * was told, and adaptively where it came without one, or not all files tell. A network file system never tells.
 *
 * A burst of changes wakes once: polls are never closer together than `pollIntervalMs.min`. Where change after change
 * brings no key, because the writer is busy with other datasets, they get up to 10 ms apart; progress and a quiet moment
 * end that.
 */
export const fileChangeWakeUp: WakeUpFactory = (context) => {
  const changes = new ChangeWatch();
  changes.start(context);
  return changes.told === 0 ? adaptivePolling(context) : watchAndPoll(context, changes);
};

function watchAndPoll(context: WakeUpContext, changes: ChangeWatch): WakeUp {
  const { clock, pollIntervalMs, files } = context;
  const pause = new PauseAfterChanges(pollIntervalMs);
  const adaptive = adaptivePolling(context);
  const allTell = changes.told === files.length;
  let lastPollAt = clock.now();
  let wasTold = false;
  /** Whether a change that matters is told, as far as is known: some file systems take a watch and never tell. */
  let isTrusted = allTell;
  return {
    name: 'file-change',
    async wait(atMostMs, signal) {
      await changes.interruptsSleep(signal, (either) =>
        isTrusted ? clock.sleep(Math.min(pollIntervalMs.max, atMostMs), either) : adaptive.wait(atMostMs, either),
      );
      wasTold = changes.takeSeen();
      if (!wasTold) {
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
      if (progress) {
        pause.reset();
        isTrusted = allTell && wasTold;
      }
      adaptive.polled(progress);
    },
    close: () => changes.stop(),
  };
}

/** Remembers a change until it is taken, so that one in the middle of a poll is not lost. */
class ChangeWatch {
  #stops: (() => void)[] = [];
  #seen = false;
  #sleeping: AbortController | undefined;

  /** Number of files that tell of their changes. */
  get told(): number {
    return this.#stops.length;
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
