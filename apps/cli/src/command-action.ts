import type { CliContext } from './context.js';
import { exitCodes, type ExitCode } from './exit-codes.js';
import { reportFailure } from './report-failure.js';

/** The code behind a command: does the work and says how it ended. */
export type CommandRun<Flags, Arguments extends readonly unknown[]> = (
  context: CliContext,
  flags: Flags,
  ...args: Arguments
) => Promise<ExitCode>;

/** Makes a command's code fit the command parser: one place for errors and exit codes. */
export function commandAction<Flags, Arguments extends readonly unknown[]>(run: CommandRun<Flags, Arguments>) {
  return async function (this: CliContext, flags: Flags, ...args: Arguments): Promise<void> {
    this.process.exitCode = await runToTheEnd(this, () => run(this, flags, ...args));
  };
}

async function runToTheEnd(context: CliContext, run: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    const exitCode = await run();
    // What failed has been reported; a second line, about the output, would only hide it.
    if (exitCode === exitCodes.failed) return exitCode;
    await context.output.finish();
    // Told to stop while its reader did not read: then part of the output is lost, and that is no success.
    if (exitCode === exitCodes.done && context.output.isBehind) context.signal.throwIfAborted();
    return exitCode;
  } catch (error) {
    return reportFailure(context, error);
  } finally {
    await context.output.finish().catch(() => undefined);
  }
}
