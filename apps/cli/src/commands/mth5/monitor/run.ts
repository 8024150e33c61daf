import { isHdf5Error } from '@h5tail/adapter';
import type { Mth5File } from '@h5tail/mth5';
import { ChangeWait } from '../../../change-wait.js';
import type { CliContext } from '../../../context.js';
import { counted, seconds } from '../../../counted.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { reportFailure } from '../../../report-failure.js';
import { stoppedBy } from '../../../stopped-by.js';
import { TimedOut } from '../../../timed-out.js';
import type { Ending } from '../../live/end-statement.js';
import { openForReading } from '../open-for-reading.js';
import { writerWords } from '../writer-words.js';
import { ChannelWatch, type Look } from './channel-watch.js';
import type { MonitorFlags } from './command.js';
import { monitorView, type MonitorView } from './monitor-view.js';

/** Changes that come closer together are looked at together. */
const leastPauseMs = 200;
/** Also without a change it is looked: where changes are not told, and for who was killed. */
const longestPauseMs = 1000;

/** `h5tail mth5 monitor`: all channels, live; the last line on stderr says why it ended. */
export async function run(context: CliContext, flags: MonitorFlags, path: string): Promise<ExitCode> {
  const view = monitorView(context, flags.once);
  let ending: Ending;
  try {
    await using file = await openForReading(context, path, flags.backend, { timeoutMs: flags.timeout });
    ending = await watchChannels(context, flags, file, view);
    await context.output.finish();
    context.signal.throwIfAborted();
  } catch (error) {
    view.end();
    const stopped = error instanceof TimedOut ? error.ending(context.invocation) : stoppedBy(context.signal, error);
    if (stopped === undefined) return reportFailure(context, error);
    ending = stopped;
  }
  view.end();
  if (!flags.once || ending.exitCode !== exitCodes.done) context.say(ending.statement);
  return ending.exitCode;
}

async function watchChannels(
  context: CliContext,
  flags: MonitorFlags,
  file: Mth5File,
  view: MonitorView,
): Promise<Ending> {
  const { clock, signal, invocation } = context;
  using change = new ChangeWait(file, clock);
  const watch = new ChannelWatch(file, context);
  let deadline = clock.now() + flags.timeout;
  let count = 0;
  let hasLooked = false;
  for (;;) {
    const startMs = clock.now();
    const look = await lookOnce(watch);
    if (look !== undefined) {
      await view.show(look);
      count = look.channels.length;
      if (flags.once) return { exitCode: exitCodes.done, statement: 'looked once' };
      if (look.isOver)
        return {
          exitCode: exitCodes.done,
          statement: `${counted(count, 'channel')}, finished: nobody records any more`,
        };
    }
    const now = clock.now();
    // The first look at many channels takes its time, and what comes meanwhile is no news to it.
    if (look !== undefined && (look.hasNews || !hasLooked)) deadline = now + flags.timeout;
    hasLooked ||= look !== undefined;
    if (now >= deadline) {
      const statement = `${counted(count, 'channel')}, idle time-out: nothing new within ${seconds(flags.timeout)}`;
      return {
        exitCode: exitCodes.idleTimeout,
        statement: `${statement}; ${await writerWords(file.path, invocation)}`,
      };
    }
    // A file with very many channels is not looked at all the time.
    const pauseMs = Math.min(Math.max(leastPauseMs, now - startMs), deadline - now);
    await clock.sleep(pauseMs, signal);
    const nextChange = look?.nextChange ?? Infinity;
    const leftMs = Math.min(longestPauseMs, deadline - clock.now(), nextChange - clock.now());
    if (leftMs > 0) await change.wait(leftMs, signal);
  }
}

/** `undefined` while the writer is in the middle of a change. */
async function lookOnce(watch: ChannelWatch): Promise<Look | undefined> {
  try {
    return await watch.look();
  } catch (error) {
    if (isHdf5Error(error) && error.retryable) return undefined;
    throw error;
  }
}
