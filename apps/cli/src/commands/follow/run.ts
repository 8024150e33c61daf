import { statSync } from 'node:fs';
import { isHdf5Error } from '@h5tail/adapter';
import { DataSource } from '@h5tail/frames';
import type { CliContext } from '../../context.js';
import { counted, seconds } from '../../counted.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { frameLine } from '../../frame/frame-line.js';
import { reportFailure } from '../../report-failure.js';
import { stoppedBy } from '../../stopped-by.js';
import { RateMeter } from '../../terminal/rate-meter.js';
import { startStatusLine, type StatusLine } from '../../terminal/status-line.js';
import { whenReadable } from '../../when-readable.js';
import type { FollowFlags } from './command.js';
import { endingOf, endLine, type Ending } from './end-statement.js';
import { openScan, type OpenScan } from './open-scan.js';

/** `h5tail follow`: one line of JSON per frame on stdout; the last line on stderr says why it ended. */
export async function run(context: CliContext, flags: FollowFlags, path: string): Promise<ExitCode> {
  const adapter = await context.openBackend(flags.backend);
  const meter = new RateMeter();
  const status = await startStatusLine(context.stderr, `waiting for ${path}`, context.clock);
  try {
    const open = (): Promise<OpenScan> => openScan(path, flags, adapter, context.signal);
    const scan = await whenReadable(open, {
      waitForFile: flags.wait,
      timeoutMs: flags.timeout,
      clock: context.clock,
      signal: context.signal,
      onWait: (error) => status.update(() => `waiting: ${error.message}`),
    });
    await using _closing = scan.file;
    const ending = await followScan(context, flags, scan, meter, status);
    status.stop();
    context.say(endLine(meter.count, ending.statement));
    return ending.exitCode;
  } catch (error) {
    status.stop();
    const ending = stoppedBy(context.signal, error) ?? neverAppeared(flags, path, error);
    if (ending === undefined) {
      return reportFailure(context, error, meter.count === 0 ? undefined : `after ${counted(meter.count, 'frame')}`);
    }
    context.say(endLine(meter.count, ending.statement));
    return ending.exitCode;
  }
}

async function followScan(
  context: CliContext,
  flags: FollowFlags,
  scan: OpenScan,
  meter: RateMeter,
  status: StatusLine,
): Promise<Ending> {
  const { clock, signal, output } = context;
  const { file, ...datasets } = scan;
  const source = new DataSource({
    ...datasets,
    timeoutMs: flags.timeout,
    from: flags.from,
    ...(flags.scanRank === undefined ? {} : { scanRank: flags.scanRank }),
    endWhenClosed: !flags.ignoreClose,
    clock,
    signal,
  });
  const paths = Object.keys(scan.datasets);
  const delayOf = delayMeter(file.path);
  for await (const point of source) {
    await output.write(frameLine(point, paths, flags.values));
    const now = clock.now();
    meter.mark(now);
    status.update(() => `${counted(meter.count, 'frame')}${rateWords(meter.perSecond(now))}${delayOf()}`);
  }
  await output.finish();
  if (source.end === undefined) throw new Error('the follower ended without a reason');
  return endingOf(source.end, flags.timeout, await file.writerState());
}

function rateWords(framesPerSecond: number): string {
  return framesPerSecond === 0 ? '' : `  ${framesPerSecond.toFixed(1)}/s`;
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

/** A file that was waited for and did not come is no error: it is the time-out that the user set. */
function neverAppeared(flags: FollowFlags, path: string, error: unknown): Ending | undefined {
  if (!flags.wait || !isHdf5Error(error) || error.code !== 'FILE_NOT_FOUND') return undefined;
  return {
    exitCode: exitCodes.idleTimeout,
    statement: `idle time-out: ${path} did not appear within ${seconds(flags.timeout)}`,
  };
}
