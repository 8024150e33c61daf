import type { Hdf5Error } from '@h5tail/adapter';
import { seconds } from './counted.js';
import { exitCodes, type ExitCode } from './exit-codes.js';
import { faultWords } from './fault-words.js';

/** A fault that was worth waiting for outlived the time-out. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
  readonly fault: Hdf5Error;
  readonly timeoutMs: number;

  constructor(fault: Hdf5Error, timeoutMs: number) {
    super(`idle time-out of ${seconds(timeoutMs)}: ${fault.message}`, { cause: fault });
    this.fault = fault;
    this.timeoutMs = timeoutMs;
  }

  /** Exit code and last line on stderr: how long was waited, for what, and what to do. */
  ending(invocation: string): { readonly exitCode: ExitCode; readonly statement: string } {
    const { code, file = 'the file' } = this.fault;
    const within = `within ${seconds(this.timeoutMs)}`;
    const words =
      code === 'FILE_NOT_FOUND'
        ? `${file} did not appear ${within}. Check the path, or give a longer --timeout`
        : `nothing new ${within}: ${faultWords(this.fault, invocation)}`;
    return { exitCode: exitCodes.idleTimeout, statement: `idle time-out: ${words}` };
  }
}
