import { isHdf5Error, type Hdf5Adapter } from '@h5tail/adapter';
import { RawFileFollower } from '@h5tail/larpix-raw';
import type { CliContext } from '../../../context.js';
import { counted } from '../../../counted.js';
import type { ExitCode } from '../../../exit-codes.js';
import { reportFailure } from '../../../report-failure.js';
import { stoppedBy } from '../../../stopped-by.js';
import { OutputClosed } from '../../../terminal/line-output.js';
import { startStatusLine, type StatusLine } from '../../../terminal/status-line.js';
import { TimedOut } from '../../../timed-out.js';
import { waitingWords } from '../../../waiting-words.js';
import { whenReadable } from '../../../when-readable.js';
import { endLine, type Ending } from '../../live/end-statement.js';
import { delayMeter } from '../../live/live-run.js';
import { StallNews } from '../../live/stall-news.js';
import { messagePieces } from '../output/message-pieces.js';
import type { RawFollowFlags } from './command.js';
import { rawEnding } from './raw-ending.js';

interface RawFollow {
  readonly context: CliContext;
  readonly flags: RawFollowFlags;
  readonly path: string;
  readonly backend: string;
  readonly adapter: Hdf5Adapter;
  readonly status: StatusLine;
  /** Messages that were printed. */
  count: number;
}

/** `h5tail raw follow`: messages on stdout as they come; the last line on stderr says why it ended. */
export async function run(context: CliContext, flags: RawFollowFlags, path: string): Promise<ExitCode> {
  const { name: backend, adapter } = await context.backend(flags.backend);
  const { clock, signal, stderr } = context;
  const status = await startStatusLine(stderr, `opening ${path} (${backend})`, clock);
  const follow: RawFollow = { context, flags, path, backend, adapter, status, count: 0 };
  const { from, timeout: timeoutMs, endWhenClosed } = flags;
  const open = () =>
    RawFileFollower.open(path, { adapter, from, timeoutMs, retryBudgetMs: timeoutMs, endWhenClosed, clock, signal });
  const onWait = (error: Parameters<typeof waitingWords>[1]): void => status.update(() => waitingWords(path, error));
  let ending: Ending;
  try {
    await using follower = await whenReadable(open, { waitForFile: true, timeoutMs, clock, signal, onWait });
    ending = await followToTheEnd(follow, follower);
  } catch (error) {
    status.stop();
    const stopped = error instanceof TimedOut ? error.ending(context.invocation) : stoppedBy(signal, error);
    if (stopped === undefined) {
      return reportFailure(
        context,
        error,
        follow.count === 0 ? undefined : `after ${counted(follow.count, 'message')}`,
      );
    }
    ending = stopped;
    // How many messages its reader has got, nobody knows.
    if (error instanceof OutputClosed) return ended(context, ending, ending.statement);
  }
  status.stop();
  return ended(context, ending, endLine(follow.count, 'message', ending.statement));
}

function ended(context: CliContext, { exitCode }: Ending, line: string): ExitCode {
  context.say(line);
  return exitCode;
}

async function followToTheEnd(follow: RawFollow, follower: RawFileFollower): Promise<Ending> {
  const { context, flags, status } = follow;
  // Without a status line nobody listens, and the follow has nobody to tell.
  using stalls = status.isShown
    ? new StallNews(follower, context.clock, () => status.show(statusWords(follow) + (stalls?.words ?? '')))
    : undefined;
  const delayOf = delayMeter(follow.path);
  for (;;) {
    await printAll(follow, follower, () => delayOf() + (stalls?.words ?? ''));
    const { end } = follower;
    if (end === undefined) throw new Error('the follower ended without a reason');
    const ending = await rawEnding(end, follower, follow.adapter, flags.timeout, context);
    if (ending === undefined) continue;
    await context.output.finish();
    context.signal.throwIfAborted();
    return ending;
  }
}

async function printAll(follow: RawFollow, follower: RawFileFollower, news: () => string): Promise<void> {
  const { context, flags, path, status } = follow;
  try {
    for await (const batch of follower) {
      for (const piece of messagePieces(flags.format, batch, path)) await context.output.writePiece(piece);
      follow.count += batch.count;
      status.update(() => statusWords(follow) + news());
    }
  } catch (error) {
    // It was tried again for as long as the time-out says: a message stays behind its header.
    throw isHdf5Error(error) && error.retryable ? new TimedOut(error, flags.timeout) : error;
  }
}

function statusWords({ count, backend }: RawFollow): string {
  return `${counted(count, 'message')}  (${backend})`;
}
