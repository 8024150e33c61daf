import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process that has a file open for writing. */
export interface WriterProcess {
  /** `undefined` where the operating system does not tell it. */
  readonly pid: number | undefined;
  /** Its command line, on one line and cut to 200 characters; `undefined` where the operating system does not tell it. */
  readonly command: string | undefined;
}

/** What was found of the processes that have a file open for writing. */
export interface ProcessSearch {
  readonly writers: readonly WriterProcess[];
  /** Why there may be more of them: parts of a sentence. */
  readonly doubts: readonly string[];
  /** Whether writers are likely to be where nobody could look, so that having found none says nothing. */
  readonly isBlind: boolean;
}

const longestCommand = 200;

/** A command line as it can be shown: nothing in it that a terminal obeys. */
export function shownCommand(text: string): string | undefined {
  // oxlint-disable-next-line no-control-regex -- these are the characters to be replaced
  const line = text.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
  if (line === '') return undefined;
  return line.length > longestCommand ? `${line.slice(0, longestCommand - 1)}…` : line;
}

/** The command line of a process on Linux. */
export function commandOf(pid: number, proc: string): string | undefined {
  for (const name of ['cmdline', 'comm']) {
    try {
      const command = shownCommand(readFileSync(join(proc, String(pid), name), 'utf8'));
      if (command !== undefined) return command;
    } catch {
      // The process is gone, or not to be looked at.
    }
  }
  return undefined;
}
