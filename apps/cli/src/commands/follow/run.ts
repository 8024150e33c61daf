import { statSync } from 'node:fs';
import { isHdf5Error } from '@h5tail/adapter';
import { DataSource } from '@h5tail/frames';
import type { CliContext } from '../../context.js';
import { counted } from '../../counted.js';
import type { ExitCode } from '../../exit-codes.js';
import { frameLine } from '../../frame/frame-line.js';
import { reportFailure } from '../../report-failure.js';
import { stoppedBy } from '../../stopped-by.js';
import { RateMeter } from '../../terminal/rate-meter.js';
import { startStatusLine, type StatusLine } from '../../terminal/status-line.js';
import { TimedOut } from '../../timed-out.js';
import { waitingWords } from '../../waiting-words.js';
import { whenReadable } from '../../when-readable.js';
import type { FollowFlags } from './command.js';
import { endingOf, endLine, type Ending } from './end-statement.js';
import { FollowNotes } from './follow-notes.js';
import { missingFrameWords, requireFrom } from './missing-frame.js';
import { openScan, type OpenScan } from './open-scan.js';

/** What a follow keeps count of, whichever way it ends. */
interface Progress {
  /** For the status line. */
  readonly backend: string;
  readonly meter: RateMeter;
  readonly notes: FollowNotes;
  readonly status: StatusLine;
}

/** `h5tail follow`: one line of JSON per frame on stdout; the last line on stderr says why it ended. */
export async function run(context: CliContext, flags: FollowFlags, path: string): Promise<ExitCode> {
  const { name: backend, adapter } = await context.backend(flags.backend);
  const status = await startStatusLine(context.stderr, `opening ${path} (${backend})`, context.clock);
  const progress = { backend, meter: new RateMeter(), notes: new FollowNotes(), status };
  let ending: Ending;
  try {
    const open = (): Promise<OpenScan> => openScan(path, flags, adapter, context.signal);
    const scan = await whenReadable(open, {
      waitForFile: flags.wait,
      timeoutMs: flags.timeout,
      clock: context.clock,
      signal: context.signal,
      onWait: (error) => status.update(() => waitingWords(path, error)),
    });
    await using _closing = scan.file;
    ending = await followScan(context, flags, scan, progress);
  } catch (error) {
    status.stop();
    const stopped = await endedFromOutside(context, error);
    if (stopped === undefined) return reportFailure(context, error, progressWords(progress));
    ending = stopped;
  }
  status.stop();
  context.say(endLine(progress.meter.count, ending.statement + progress.notes.words));
  return ending.exitCode;
}

async function followScan(
  context: CliContext,
  flags: FollowFlags,
  scan: OpenScan,
  progress: Progress,
): Promise<Ending> {
  const { clock, signal, output, invocation } = context;
  const { backend, meter, notes, status } = progress;
  const { file, ...datasets } = scan;
  const source = new DataSource({
    ...datasets,
    timeoutMs: flags.timeout,
    retryBudgetMs: flags.timeout,
    from: flags.from,
    ...(flags.scanRank === undefined ? {} : { scanRank: flags.scanRank }),
    endWhenClosed: !flags.ignoreClose,
    onDiagnostic: notes.listener,
    clock,
    signal,
  });
  requireFrom(flags.from, source.follower, file.path);
  const paths = Object.keys(scan.datasets);
  const delayOf = delayMeter(file.path);
  try {
    for await (const point of source) {
      await output.write(frameLine(point, paths, flags.values));
      const now = clock.now();
      meter.mark(now);
      status.update(
        () => `${counted(meter.count, 'frame')}${rateWords(meter.perSecond(now))}${delayOf()}  (${backend})`,
      );
    }
  } catch (error) {
    // It was tried again for as long as the time-out says: the data stay behind their key.
    throw isHdf5Error(error) && error.retryable ? new TimedOut(error, flags.timeout) : error;
  }
  await output.finish();
  signal.throwIfAborted();
  const { end } = source;
  if (end === undefined) throw new Error('the follower ended without a reason');
  const { exitCode, statement } = endingOf(end, {
    timeoutMs: flags.timeout,
    // Not worth a fault any more: all that the follow is about has been said and done.
    writer: await file.writerState().catch(() => 'unknown' as const),
    invocation,
  });
  return { exitCode, statement: statement + missingFrameWords(source.follower, end, meter.count) };
}

function rateWords(framesPerSecond: number): string {
  return framesPerSecond === 0 ? '' : `  ${framesPerSecond.toFixed(1)}/s`;
}

function progressWords({ meter }: Progress): string | undefined {
  return meter.count === 0 ? undefined : `after ${counted(meter.count, 'frame')}`;
}

/**
 * How long ago the file was last written, right after a frame came: the delay, as far as it can be seen from outside.
 * Empty for a file that has not been written since.
 */
function delayMeter(path: string): () => string {
  const startMs = Date.now();
  return () => {
    const writtenMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return writtenMs < startMs ? '' : `  delay ${Math.max(0, Date.now() - writtenMs).toFixed(0)} ms`;
  };
}

/** The ending where a signal, the reader of the output or the time-out brought it; `undefined` for a fault. */
async function endedFromOutside(context: CliContext, error: unknown): Promise<Ending | undefined> {
  if (error instanceof TimedOut) return error.ending(context.invocation);
  const stopped = stoppedBy(context.signal, error);
  if (stopped === undefined) return undefined;
  await context.output.finish().catch(() => undefined);
  if (!context.output.isBehind || context.output.ended.aborted) return stopped;
  return { ...stopped, statement: `${stopped.statement}; the last of them may be lost: nobody has read them` };
}
