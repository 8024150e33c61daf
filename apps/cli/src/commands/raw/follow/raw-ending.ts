import type { FollowEnd } from '@h5tail/follower';
import { lengthOfRawFile, type RawFileFollower } from '@h5tail/larpix-raw';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { inspectFile } from '@h5tail/local-file/recovery';
import type { CliContext } from '../../../context.js';
import { seconds } from '../../../counted.js';
import { exitCodes } from '../../../exit-codes.js';
import { faultWords, rawRepairCommand } from '../../../fault-words.js';
import { writerClause } from '../../../writer-clause.js';
import { endingOf, type Ending } from '../../live/end-statement.js';

/**
 * What it means that a follow ended: after a time-out, whether the file is closed makes the difference.
 *
 * @returns `undefined` where it has to go on, because messages came between its last look and the closing of the file.
 */
export async function rawEnding(
  end: FollowEnd,
  follower: RawFileFollower,
  adapter: Hdf5Adapter,
  timeoutMs: number,
  { invocation, clock, signal }: CliContext,
): Promise<Ending | undefined> {
  const { path, position } = follower;
  if (end.reason !== 'idle-timeout') {
    const complete = 'the file has all that it has room for';
    return endingOf(end, { timeoutMs, writer: 'unknown', invocation, complete });
  }
  // What the processes of the machine tell at once is enough here.
  const inspection = await inspectFile(path, { watchMs: 0, clock, signal });
  const { writer } = inspection;
  const idle = `nothing new within ${seconds(timeoutMs)}`;
  if (writer === 'closed' && end.lastError === undefined) {
    if ((await lengthOfRawFile(path, { adapter, clock, signal })) > position) return undefined;
    return { exitCode: exitCodes.done, statement: `closed: ${idle}, and the writer has closed the file` };
  }
  const fault = end.lastError === undefined ? '' : `; last fault: ${faultWords(end.lastError, invocation)}`;
  const statement = `idle time-out: ${idle}; ${writerClause(inspection, { mends: rawRepairCommand(path, invocation), closed: 'the writer has closed the file' })}${fault}`;
  return { exitCode: exitCodes.idleTimeout, statement };
}
