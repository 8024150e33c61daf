import { exitCodes, type ExitCode } from './exit-codes.js';
import { Interrupted } from './interruption.js';
import { OutputClosed } from './terminal/line-output.js';

/**
 * Whether a live command was stopped from outside: by a signal, or because nobody reads its output any more.
 *
 * @returns `undefined` where `error` is a fault.
 */
export function stoppedBy(
  signal: AbortSignal,
  error: unknown,
): { readonly exitCode: ExitCode; readonly statement: string } | undefined {
  if (!signal.aborted || error !== signal.reason) return undefined;
  if (error instanceof Interrupted) return { exitCode: error.exitCode, statement: error.message };
  if (error instanceof OutputClosed) return { exitCode: exitCodes.done, statement: error.message };
  return undefined;
}
