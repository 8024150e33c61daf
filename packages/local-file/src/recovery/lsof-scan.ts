import { shownCommand, type ProcessSearch, type WriterProcess } from './writer-process.js';

/** What `lsof` is asked for: process, command, and how each descriptor was opened. */
export const lsofFields = ['-n', '-P', '-w', '-F', 'pcfal'] as const;

/**
 * Finds the writers of a file in what `lsof -F` tells of it.
 *
 * Source: lsof(8), "OUTPUT FOR OTHER PROGRAMS".
 *
 * @param output One field per line, each with its letter in front.
 */
export function writersInLsof(output: string): WriterProcess[] {
  const writers = new Map<number, WriterProcess>();
  let pid: number | undefined;
  let command: string | undefined;
  for (const line of output.split('\n')) {
    const value = line.slice(1);
    if (line.startsWith('p')) [pid, command] = [Number(value), undefined];
    else if (line.startsWith('c')) command = shownCommand(value);
    else if (pid !== undefined && isForWriting(line)) writers.set(pid, { pid, command });
  }
  return [...writers.values()];
}

/** Opened for writing (`w`) or for both (`u`), or locked for writing (`w`, `W`, `u`, `U`, and `x`, `X` for an odd kind). */
function isForWriting(line: string): boolean {
  return /^a[wu]|^l[wWuUxX]/.test(line);
}

/** The same as an answer: without being the superuser, `lsof` sees the processes of one user only. */
export function lsofSearch(output: string | undefined, isSuperuser: boolean): ProcessSearch {
  if (output === undefined)
    return { writers: [], doubts: ['this system cannot tell who has the file open'], isBlind: true };
  const doubts = isSuperuser ? [] : ['processes of other users cannot be looked into'];
  return { writers: writersInLsof(output), doubts, isBlind: false };
}
