import { exitCodes, type ExitCode } from './exit-codes.js';

/** The signals that end a command cleanly. */
export type StopSignal = 'SIGINT' | 'SIGTERM';

/** Reason of an abort: someone asked the process to stop. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly signal: StopSignal;

  constructor(signal: StopSignal) {
    super(signal === 'SIGINT' ? 'interrupted' : 'terminated');
    this.signal = signal;
  }

  get exitCode(): ExitCode {
    return this.signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
  }
}

/** What {@link listenForStopSignals} needs of a process. */
export interface SignalSource {
  readonly pid: number;
  on(signal: StopSignal, listener: () => void): unknown;
  removeAllListeners(signal: StopSignal): unknown;
  kill(pid: number, signal: StopSignal): unknown;
}

/**
 * Turns the first SIGINT or SIGTERM into an abort, so that files are closed; a second one of the same kind ends the
 * process at once.
 *
 * The listener stays in place after the first signal: libraries that tidy up the terminal kill the process when they
 * find no other listener than their own.
 *
 * @param beforeKill Called before the process is ended at once, for example to show the cursor again.
 */
export function listenForStopSignals(process: SignalSource, beforeKill: () => void): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    let seen = false;
    process.on(signal, () => {
      if (!seen) {
        seen = true;
        controller.abort(new Interrupted(signal));
        return;
      }
      beforeKill();
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    });
  }
  return controller.signal;
}

/** What {@link listenForLostParent} needs of a process. */
export interface ChildProcessSide {
  /** `undefined` in a process that was not started with a channel. */
  readonly channel?: { unref(): void } | null | undefined;
  once(event: 'disconnect', listener: () => void): unknown;
}

/**
 * Aborts as SIGTERM does when the process that started this one, and opened a channel to it, is gone. Without a channel
 * nothing happens, and a channel does not keep this process alive.
 */
export function listenForLostParent(process: ChildProcessSide): AbortSignal {
  const controller = new AbortController();
  if (process.channel) {
    process.once('disconnect', () => controller.abort(new Interrupted('SIGTERM')));
    process.channel.unref();
  }
  return controller.signal;
}
