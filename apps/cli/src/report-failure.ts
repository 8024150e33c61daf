import type { CliContext } from './context.js';
import { exitCodes, type ExitCode } from './exit-codes.js';
import { debugVariable, failureLine } from './failure-line.js';
import { Interrupted } from './interruption.js';
import { OutputClosed } from './terminal/line-output.js';
import { TimedOut } from './timed-out.js';
import { UsageError } from './usage-errors.js';

/**
 * Says one line about what a command threw, and gives its exit code.
 *
 * An abort is what the user wanted, and a reader of stdout that went away is a clean end: neither is an error.
 *
 * @param progress How far the command had come, for example `after 12 frames`.
 */
export function reportFailure(context: CliContext, error: unknown, progress?: string): ExitCode {
  if (error instanceof OutputClosed) return exitCodes.done;
  if (error instanceof Interrupted) {
    context.say(error.message);
    return error.exitCode;
  }
  if (error instanceof UsageError) {
    // To where the parser's own go, so that the hint is added there.
    context.process.stderr.write(error.message);
    return exitCodes.usage;
  }
  if (error instanceof TimedOut) {
    const { exitCode, statement } = error.ending(context.invocation);
    context.say(statement);
    return exitCode;
  }
  const line = failureLine(error, context.variables[debugVariable] === '1', context.invocation);
  context.say(progress === undefined ? line : `${progress}: ${line}`);
  return exitCodes.failed;
}
