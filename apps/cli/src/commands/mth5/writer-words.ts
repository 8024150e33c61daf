import { inspectFile } from '@h5tail/local-file/recovery';
import { mth5RecoverCommand } from '../../fault-words.js';

/** What is known of the writer of a file that nothing new came from, in one clause. */
export async function writerWords(path: string, invocation: string): Promise<string> {
  // What the processes of the machine tell at once is enough here.
  const { state, writers } = await inspectFile(path, { watchMs: 0 });
  switch (state) {
    case 'live':
    case 'opened':
      return `its writer is still there: ${writers.reason}`;
    case 'writer-gone':
      return `its writer is gone and has not closed the file: ${writers.reason}. To mend it: ${mth5RecoverCommand(path, invocation)}`;
    case 'writer-unknown':
      return `the file was not closed, and whether its writer is still there is not known: ${writers.reason}`;
    case 'closed':
      return 'no writer has it open';
    case 'not-swmr':
      return 'the format of the file tells nothing of its writer';
    case 'truncated':
      return 'the file is shorter than it says';
  }
}
