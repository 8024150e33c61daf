import type { WriterState } from '@h5tail/adapter';
import type { FollowEnd } from '@h5tail/follower';
import { counted, seconds } from '../../counted.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { faultWords } from '../../fault-words.js';

/** How a live command ended: its exit code, and the words for the last line on stderr. */
export interface Ending {
  readonly exitCode: ExitCode;
  readonly statement: string;
}

/** What there is to know at the end of a follow. */
export interface EndingFacts {
  readonly timeoutMs: number;
  /** What the file says of its writer: a silent writer is another matter than a closed file. */
  readonly writer: WriterState;
  /** How this program is called. */
  readonly invocation: string;
  /** What it means that the scan is complete. Default: that every key is set. */
  readonly complete?: string;
}

/** Why a follow ended by itself. */
export function endingOf(end: FollowEnd, { timeoutMs, writer, invocation, complete }: EndingFacts): Ending {
  switch (end.reason) {
    case 'complete': {
      const rest = end.skipped === undefined ? '' : ' or passed over';
      return { exitCode: exitCodes.done, statement: `complete: ${complete ?? `every key is set${rest}`}` };
    }
    case 'finished':
      return { exitCode: exitCodes.done, statement: 'finished: the finished flag is set' };
    case 'closed':
      return { exitCode: exitCodes.done, statement: 'closed: the writer has closed the file' };
    case 'idle-timeout': {
      const fault = end.lastError === undefined ? '' : `; last fault: ${faultWords(end.lastError, invocation)}`;
      return { exitCode: exitCodes.idleTimeout, statement: idleStatement(timeoutMs, writer) + fault };
    }
  }
}

/** The words for a time-out. */
export function idleStatement(timeoutMs: number, writer: WriterState): string {
  const silent = writer === 'writing' || writer === 'swmr-writing';
  const hint = silent ? '; the file was not closed, so its writer is silent or gone' : '';
  return `idle time-out: nothing new within ${seconds(timeoutMs)}${hint}`;
}

/** The last line of a follow: how many came of what is counted, and why there are no more. */
export function endLine(count: number, noun: string, statement: string): string {
  return `${counted(count, noun)}, ${statement}`;
}
