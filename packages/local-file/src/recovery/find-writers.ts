import { fileKeyOf, type FileKey } from './file-key.js';
import { lsofSearch } from './lsof-scan.js';
import { isInContainer, thisMachine, type Machine } from './machine.js';
import { machineClock, type PollClock } from './poll-clock.js';
import { procLocks } from './proc-locks.js';
import { scanProc } from './proc-scan.js';
import { watchForChange } from './watch-for-change.js';
import type { ProcessSearch, WriterProcess } from './writer-process.js';

/** Whether a program has a file open for writing. */
export interface WriterSearch {
  /**
   * - `none`: no process of this machine has.
   * - `unlikely`: none of those that could be looked at has, some could not, and the file did not change for a while.
   * - `unknown`: where a writer would be could not be looked at.
   */
  readonly certainty: 'none' | 'unlikely' | 'alive' | 'unknown';
  /** Why, as one sentence without its full stop. */
  readonly reason: string;
  /** The processes that have it open for writing, as far as they can be told. */
  readonly writers: readonly WriterProcess[];
}

/** Options of {@link findWriters}. */
export interface FindWritersOptions {
  /** For how long a file is watched for changes where its processes leave doubts, in milliseconds. Default: 3000. */
  readonly watchMs?: number;
  readonly clock?: PollClock;
  readonly signal?: AbortSignal | undefined;
}

/** A detector's slow writer may take longer for a frame: a quiet file is no proof. */
const usualWatchMs = 3000;

/**
 * Finds out whether a program has a file open for writing, this one included.
 *
 * On Linux by the descriptors and locks of all processes, elsewhere by `lsof`. Where that leaves doubts (processes that
 * cannot be looked into, a container, a file system that other machines write to), the file is watched for a while; if it
 * stays as it is, the answer is `unlikely`, or `unknown` where a writer is likely to be on another machine.
 *
 * @param machine Where they are looked for; tests hand over another one.
 * @throws Hdf5Error `FILE_NOT_FOUND`, `PERMISSION_DENIED`, `IO`; the signal's reason.
 * @throws RangeError for a `watchMs` that is no time.
 */
export async function findWriters(
  path: string,
  options: FindWritersOptions = {},
  machine: Machine = thisMachine,
): Promise<WriterSearch> {
  const { watchMs = usualWatchMs, clock = machineClock, signal } = options;
  if (!(watchMs >= 0)) throw new RangeError(`watchMs is ${watchMs}: give 0 or more`);
  signal?.throwIfAborted();
  const { writers, doubts, isBlind } = await search(path, fileKeyOf(path), machine, signal);
  if (writers.length > 0) {
    const reason = `${writersText(writers)} ${writers.length === 1 ? 'has' : 'have'} it open for writing`;
    return { certainty: 'alive', reason, writers };
  }
  if (doubts.length === 0) {
    return { certainty: 'none', reason: 'no process of this machine has it open for writing', writers };
  }
  if (await watchForChange(path, watchMs, clock, signal)) {
    return { certainty: 'alive', reason: 'it changes', writers };
  }
  const quiet = watchMs > 0 ? `; it did not change within ${watchMs / 1000} s` : '';
  const certainty = isBlind || watchMs === 0 ? 'unknown' : 'unlikely';
  return { certainty, reason: `${doubts.join(', and ')}${quiet}`, writers };
}

async function search(
  path: string,
  file: FileKey,
  machine: Machine,
  signal: AbortSignal | undefined,
): Promise<ProcessSearch> {
  const { writers, doubts, isBlind } =
    machine.platform === 'linux'
      ? searchProc(path, file, machine)
      : lsofSearch(await machine.lsof(path, signal), machine.isSuperuser);
  const { name, shared } = machine.fileSystemOf(path);
  if (!shared) return { writers, doubts, isBlind };
  return { writers, doubts: [...doubts, `on ${name} a writer may be on another machine`], isBlind: true };
}

function searchProc(path: string, file: FileKey, machine: Machine): ProcessSearch {
  const { writers, doubts, isBlind } = scanProc(file, machine.proc);
  const lockers = procLocks(file, machine.proc).filter(({ pid }) => !writers.some((writer) => writer.pid === pid));
  const outside =
    isInContainer(machine.proc) && !machine.isOwnToContainer(path)
      ? ['a writer may be outside of this container, whose processes alone are seen']
      : [];
  return { writers: [...writers, ...lockers], doubts: [...doubts, ...outside], isBlind };
}

/** For people: `process 12 (python3 scan.py)`. */
export function writersText(writers: readonly WriterProcess[]): string {
  return writers
    .map(({ pid, command }) => {
      const who = pid === undefined ? 'a process' : `process ${pid}`;
      return command === undefined ? who : `${who} (${command})`;
    })
    .join(', ');
}
