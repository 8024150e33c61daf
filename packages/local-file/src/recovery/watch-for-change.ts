import { closeSync, fstatSync, openSync } from 'node:fs';
import type { PollClock } from './poll-clock.js';

const pauseMs = 100;

/**
 * Looks at a file again and again, for some time.
 *
 * It is opened each time: network file systems ask for the newest state then.
 *
 * @returns Whether its size or the time of its last change changed, or it is gone.
 * @throws The signal's reason.
 */
export async function watchForChange(
  path: string,
  watchMs: number,
  clock: PollClock,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const before = stateOf(path);
  const end = clock.now() + watchMs;
  for (let left = watchMs; left > 0; left = end - clock.now()) {
    await clock.sleep(Math.min(pauseMs, left), signal);
    if (stateOf(path) !== before) return true;
  }
  return false;
}

function stateOf(path: string): string | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const { size, mtimeNs } = fstatSync(descriptor, { bigint: true });
    return `${size} ${mtimeNs}`;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
