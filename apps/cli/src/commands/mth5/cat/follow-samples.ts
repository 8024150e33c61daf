import { isHdf5Error, type NumericArray } from '@h5tail/adapter';
import type { FollowEnd } from '@h5tail/follower';
import type { Mth5File } from '@h5tail/mth5';
import type { CliContext } from '../../../context.js';
import { counted } from '../../../counted.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { reportFailure } from '../../../report-failure.js';
import { stoppedBy } from '../../../stopped-by.js';
import { silentStatus, startStatusLine } from '../../../terminal/status-line.js';
import { TimedOut } from '../../../timed-out.js';
import { endingOf, endLine, type Ending } from '../../live/end-statement.js';
import { openForReading } from '../open-for-reading.js';
import { writerWords } from '../writer-words.js';
import type { CatFlags } from './command.js';
import { sampleLines } from './sample-lines.js';
import { sampleReader, type SampleBlock } from './sample-reader.js';
import { wantedPart } from './wanted-part.js';

const allWanted: Ending = { exitCode: exitCodes.done, statement: 'complete: all that was asked for' };

/** How far it has come. */
interface Progress {
  samples: number;
}

/** Prints samples as they come; the last line on stderr says why it ended. */
export async function followSamples(
  context: CliContext,
  flags: CatFlags,
  path: string,
  object: string,
): Promise<ExitCode> {
  const progress: Progress = { samples: 0 };
  let ending: Ending;
  try {
    await using file = await openForReading(context, path, flags.backend, { timeoutMs: flags.timeout });
    ending = await printAll(context, flags, file, object, progress);
    await context.output.finish();
    context.signal.throwIfAborted();
  } catch (error) {
    const stopped = error instanceof TimedOut ? error.ending(context.invocation) : stoppedBy(context.signal, error);
    const done = progress.samples === 0 ? undefined : `after ${counted(progress.samples, 'sample')}`;
    if (stopped === undefined) return reportFailure(context, error, done);
    ending = stopped;
  }
  context.say(endLine(progress.samples, 'sample', ending.statement));
  return ending.exitCode;
}

async function printAll(
  context: CliContext,
  flags: CatFlags,
  file: Mth5File,
  object: string,
  progress: Progress,
): Promise<Ending> {
  const { clock, signal, stdout, stderr, output } = context;
  const reader = sampleReader(await file.find(object));
  const wanted = await wantedPart(reader, flags);
  if (wanted.isNothing) return allWanted;
  const follow = await reader.follow({
    from: wanted.from,
    blockSamples: flags.block,
    timeoutMs: flags.timeout,
    retryBudgetMs: flags.timeout,
    clock,
    signal,
  });
  const status = stdout.isTTY === true ? silentStatus : await startStatusLine(stderr, `following ${object}`, clock);
  try {
    for await (const block of follow) {
      const [first, stop] = wanted.within(block);
      const end = block.first + block.count;
      const part = partOf(block, Math.max(first, block.first), Math.min(stop, end));
      for (const line of sampleLines(part, flags.block)) await output.write(line);
      progress.samples += part.count;
      status.update(() => counted(progress.samples, 'sample'));
      if (end >= stop) return allWanted;
    }
  } catch (error) {
    // It was tried again for as long as the time-out says.
    throw isHdf5Error(error) && error.retryable ? new TimedOut(error, flags.timeout) : error;
  } finally {
    status.stop();
  }
  if (follow.end === undefined) throw new Error('the follow ended without a reason');
  return endingOfSession(context, flags, file, follow.end);
}

function partOf(block: SampleBlock, first: number, stop: number): SampleBlock {
  if (first === block.first && stop === first + block.count) return block;
  const cut = (values: NumericArray): NumericArray => values.subarray(first - block.first, stop - block.first);
  return {
    first,
    count: Math.max(0, stop - first),
    ...(block.samples !== undefined && { samples: cut(block.samples) }),
    ...(block.channels !== undefined && {
      channels: Object.fromEntries(Object.entries(block.channels).map(([name, values]) => [name, cut(values)])),
    }),
  };
}

async function endingOfSession(
  { invocation }: CliContext,
  { timeout }: CatFlags,
  file: Mth5File,
  end: FollowEnd,
): Promise<Ending> {
  if (end.reason === 'finished') return { exitCode: exitCodes.done, statement: 'finished: the session has ended' };
  const ending = endingOf(end, { timeoutMs: timeout, writer: 'unknown', invocation });
  if (end.reason !== 'idle-timeout') return ending;
  return { ...ending, statement: `${ending.statement}; ${await writerWords(file.path, invocation)}` };
}
