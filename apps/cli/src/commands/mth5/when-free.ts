import { isHdf5Error } from '@h5tail/adapter';
import { inspectFile, type FileState } from '@h5tail/local-file/recovery';
import type { CliContext } from '../../context.js';

/** So long another command may have the file, and a session take to begin or to end. */
const patienceMs = 2000;
const pauseMs = 50;

/**
 * Opens or changes a file, trying again while another program has it that will be done soon.
 *
 * @param passing What may pass by itself.
 * @throws What the last attempt threw; the reason of the context's signal.
 */
export async function whenFree<Result>(
  { clock, signal }: CliContext,
  path: string,
  passing: readonly FileState[],
  attempt: () => Promise<Result>,
): Promise<Result> {
  const deadline = clock.now() + patienceMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (clock.now() >= deadline || !(await mayPass(path, passing, error))) throw error;
    }
    await clock.sleep(pauseMs, signal);
  }
}

async function mayPass(path: string, passing: readonly FileState[], error: unknown): Promise<boolean> {
  if (!isHdf5Error(error)) return false;
  // The session ended before it answered.
  if (error.code === 'CLOSED') return true;
  return error.code === 'FILE_LOCKED' && passing.includes((await inspectFile(path, { watchMs: 0 })).state);
}
