import { inspectFile } from '@h5tail/local-file/recovery';
import { mth5RecoverCommand } from '../../fault-words.js';
import { writerClause } from '../../writer-clause.js';

/** What is known of the writer of a file that nothing new came from, in one clause. */
export async function writerWords(path: string, invocation: string): Promise<string> {
  // What the processes of the machine tell at once is enough here.
  const inspection = await inspectFile(path, { watchMs: 0 });
  return writerClause(inspection, {
    mends: mth5RecoverCommand(path, invocation),
    closed: 'no writer has it open',
  });
}
