import type { Hdf5Adapter } from '@h5tail/adapter';
import { applyChange, openMth5, requestChange, type ChangeAnswer, type SessionChange } from '@h5tail/mth5';
import type { BackendName } from '../../../backend.js';
import type { CliContext } from '../../../context.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { exactJson } from '../../../frame/exact-json.js';
import { whenFree } from '../when-free.js';

/** Who made a change: the session that has the file open, or this program itself. */
type Via = 'owner' | 'file';

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
  const { signal } = context;
  // Also a session that begins or ends just now, and another command such as this one.
  return whenFree(context, path, ['live', 'opened', 'closed'], async () => {
    const answer = await requestChange(path, change, { signal });
    if (answer !== undefined) return [answer, 'owner'];
    const { adapter } = await context.backend(backend);
    return [await changeFile(path, adapter, change, signal), 'file'];
  });
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
