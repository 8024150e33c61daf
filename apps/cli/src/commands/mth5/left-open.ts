import { inspectFile } from '@h5tail/local-file/recovery';
import type { CliContext } from '../../context.js';
import { mth5RecoverCommand } from '../../fault-words.js';

/** Says what is to be done with a file that a session could not close, as after a full disk. */
export async function sayWhereLeftOpen(context: CliContext, path: string): Promise<void> {
  // That it cannot be looked at is no news after the failure that was told.
  const found = await inspectFile(path, { watchMs: 0 }).catch(() => undefined);
  if ((found?.flags ?? 0) === 0) return;
  context.say(`${path} could not be closed; to mend it: ${mth5RecoverCommand(path, context.invocation)}`);
}
