import { isHdf5Error, type Hdf5Adapter } from '@h5tail/adapter';
import { inspectFile } from '@h5tail/local-file/recovery';
import { applyChange, openMth5, requestChange, type ChangeAnswer, type SessionChange } from '@h5tail/mth5';
import type { BackendName } from '../../../backend.js';
import type { CliContext } from '../../../context.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { exactJson } from '../../../frame/exact-json.js';

/** Who made a change: the session that has the file open, or this program itself. */
type Via = 'owner' | 'file';

/** So long a session may take to begin or to end, or another such command. */
const patienceMs = 2000;
const pauseMs = 50;

/** Adds an object to a file, and prints a line of JSON about it. */
export async function addObject(
  context: CliContext,
  backend: BackendName | undefined,
  path: string,
  change: SessionChange,
): Promise<ExitCode> {
  const [answer, via] = await changed(context, backend, path, change);
  if (answer.kind === 'added') {
    const channels = answer.channels.filter(({ existed }) => !existed).map((channel) => channel.path);
    await context.output.write(
      exactJson({
        [answer.existed ? 'existed' : 'added']: answer.path,
        channels: channels.length === 0 ? undefined : channels,
        via,
      }),
    );
  }
  return exitCodes.done;
}

/** Asks the session that has the file open, else opens it. */
async function changed(
  context: CliContext,
  backend: BackendName | undefined,
  path: string,
  change: SessionChange,
): Promise<readonly [ChangeAnswer, Via]> {
  const { clock, signal } = context;
  const deadline = clock.now() + patienceMs;
  for (;;) {
    try {
      const answer = await requestChange(path, change, { signal });
      if (answer !== undefined) return [answer, 'owner'];
      const { adapter } = await context.backend(backend);
      return [await changeFile(path, adapter, change, signal), 'file'];
    } catch (error) {
      if (clock.now() >= deadline || !(await mayPass(path, error))) throw error;
    }
    await clock.sleep(pauseMs, signal);
  }
}

async function changeFile(
  path: string,
  adapter: Hdf5Adapter,
  change: SessionChange,
  signal: AbortSignal,
): Promise<ChangeAnswer> {
  await using file = await openMth5(path, { adapter, mode: 'r+', signal });
  return await applyChange(file, change);
}

/** Whether it is a session that begins or ends just now. */
async function mayPass(path: string, error: unknown): Promise<boolean> {
  if (!isHdf5Error(error)) return false;
  if (error.code === 'CLOSED') return true;
  if (error.code !== 'FILE_LOCKED') return false;
  const { state } = await inspectFile(path, { watchMs: 0 });
  return state === 'live' || state === 'opened' || state === 'closed';
}
