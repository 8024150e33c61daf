import type { FollowEnd } from '@h5tail/follower';
import type { RawFileFollower } from '@h5tail/larpix-raw';
import { readWriterState } from '@h5tail/local-file';
import type { CliContext } from '../../../context.js';
import { seconds } from '../../../counted.js';
import { exitCodes } from '../../../exit-codes.js';
import { faultWords } from '../../../fault-words.js';
import { endingOf, type Ending } from '../../live/end-statement.js';
import { fileWriters } from './file-writers.js';

/**
 * What it means that a follow ended: after a time-out, whether the file is closed makes the difference.
 *
 * @returns `undefined` where it has to go on, because messages came between the last look and the closing.
 */
export async function rawEnding(
  end: FollowEnd,
  follower: RawFileFollower,
  timeoutMs: number,
  { invocation }: CliContext,
): Promise<Ending | undefined> {
  const { path } = follower;
  const writer = readWriterState(path);
  if (end.reason !== 'idle-timeout') {
    return endingOf(end, { timeoutMs, writer, invocation, complete: 'the file has all it has room for' });
  }
  const idle = `nothing new within ${seconds(timeoutMs)}`;
  if (writer === 'closed' && end.lastError === undefined) {
    if (await hasMore(follower)) return undefined;
    return { exitCode: exitCodes.done, statement: `closed: ${idle}, and the writer has closed the file` };
  }
  const fault = end.lastError === undefined ? '' : `; last fault: ${faultWords(end.lastError, invocation)}`;
  const statement = `idle time-out: ${idle}; ${await writerWords(path, writer)}${fault}`;
  return { exitCode: exitCodes.idleTimeout, statement };
}
