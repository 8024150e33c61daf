import { isHdf5Error, openFile, type Dataset, type Hdf5File } from '@h5tail/adapter';
import { ChangeWait } from '../../change-wait.js';
import type { CliContext } from '../../context.js';
import { counted } from '../../counted.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { exactJson } from '../../frame/exact-json.js';
import { stoppedBy } from '../../stopped-by.js';
import { TimedOut } from '../../timed-out.js';
import { whenReadable } from '../../when-readable.js';
import { idleStatement, type Ending } from '../live/end-statement.js';
import type { WatchFlags } from './command.js';

interface Watched {
  readonly path: string;
  readonly dataset: Dataset;
  /** The last shape that was printed, as text. */
  printed?: string;
}

/** `h5tail watch`: one line of JSON per change of a shape. */
export async function run(context: CliContext, flags: WatchFlags, path: string, ...paths: string[]): Promise<ExitCode> {
  const { adapter } = await context.backend(flags.backend);
  const counter = { lines: 0 };
  let ending: Ending;
  try {
    const open = (): Promise<Hdf5File> => openFile(path, { adapter, mode: 'r', swmr: true, signal: context.signal });
    await using file = await whenReadable(open, {
      waitForFile: false,
      timeoutMs: flags.timeout,
      clock: context.clock,
      signal: context.signal,
    });
    const watched: Watched[] = [];
    for (const name of new Set(paths)) watched.push({ path: name, dataset: await file.dataset(name) });
    ending = await watchShapes(context, flags, file, watched, counter);
    await context.output.finish();
    context.signal.throwIfAborted();
  } catch (error) {
    const stopped = error instanceof TimedOut ? error.ending(context.invocation) : stoppedBy(context.signal, error);
    if (stopped === undefined) throw error;
    ending = stopped;
  }
  context.say(`${counted(counter.lines, 'line')}, ${ending.statement}`);
  return ending.exitCode;
}

async function watchShapes(
  context: CliContext,
  flags: WatchFlags,
  file: Hdf5File,
  watched: readonly Watched[],
  counter: { lines: number },
): Promise<Ending> {
  const { clock, signal } = context;
  using change = new ChangeWait(file, clock);
  let deadline = clock.now() + flags.timeout;
  for (;;) {
    // Asked first: what the writer did before it closed the file is then seen by the refresh.
    const writer = await file.writerState();
    let changed = false;
    for (const entry of watched) {
      if (!(await refreshed(entry.dataset))) continue;
      const shape = exactJson(entry.dataset.shape);
      if (shape === entry.printed) continue;
      entry.printed = shape;
      changed = true;
      counter.lines += 1;
      const time = new Date().toISOString();
      await context.output.write(exactJson({ path: entry.path, shape: entry.dataset.shape, time }));
    }
    const now = clock.now();
    if (changed) deadline = now + flags.timeout;
    else if (writer === 'closed')
      return { exitCode: exitCodes.done, statement: 'closed: the writer has closed the file' };
    else if (now >= deadline) {
      return { exitCode: exitCodes.idleTimeout, statement: idleStatement(flags.timeout, writer) };
    }
    await change.wait(changed ? 0 : Math.min(flags.interval, deadline - now), signal);
  }
}

/** Whether the refresh went through; while the writer is in the middle of a change it does not, and is tried again. */
async function refreshed(dataset: Dataset): Promise<boolean> {
  try {
    await dataset.refresh();
    return true;
  } catch (error) {
    if (isHdf5Error(error) && error.retryable) return false;
    throw error;
  }
}
