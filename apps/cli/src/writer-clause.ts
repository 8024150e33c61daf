import type { FileInspection } from '@h5tail/local-file/recovery';

/** What is known of the writer of a file that nothing new came from, in one clause. */
export function writerClause(
  { state, writers }: FileInspection,
  { mends, closed }: { /** The command that mends the file. */ readonly mends: string; readonly closed: string },
): string {
  switch (state) {
    case 'live':
    case 'opened':
      return `its writer is still there: ${writers.reason}`;
    case 'writer-gone':
      return `its writer is gone and has not closed the file: ${writers.reason}. To mend it: ${mends}`;
    case 'writer-unknown':
      return `the file was not closed, and whether its writer is still there is not known: ${writers.reason}`;
    case 'closed':
      return closed;
    case 'not-swmr':
      return 'the format of the file tells nothing of its writer';
    case 'truncated':
      return 'the file is shorter than it says';
  }
}
