import { statSync } from 'node:fs';
import type { Hdf5Adapter, Hdf5File } from '@h5tail/adapter';
import type { CliContext } from '../../context.js';
import { counted } from '../../counted.js';
import type { ExitCode } from '../../exit-codes.js';
import { reportFailure } from '../../report-failure.js';
import { stoppedBy } from '../../stopped-by.js';
import { RateMeter } from '../../terminal/rate-meter.js';
import { startStatusLine, type StatusLine } from '../../terminal/status-line.js';
import { TimedOut } from '../../timed-out.js';
import { waitingWords } from '../../waiting-words.js';
import { whenReadable } from '../../when-readable.js';
import { endLine, type Ending } from './end-statement.js';
import { FollowNotes } from './follow-notes.js';
import type { LiveFlags } from './live-flags.js';

/** What a live command keeps, whichever way it ends. */
export interface Live {
  /** Name of the backend, for the status line. */
  readonly backend: string;
  readonly adapter: Hdf5Adapter;
  readonly noun: string;
  /** Counts what came. */
  readonly meter: RateMeter;
  readonly notes: FollowNotes;
  readonly status: StatusLine;
}

/** A command that follows one file. */
export interface LiveCommand<Scan extends { readonly file: Hdf5File }> {
  /** What it counts, in the singular. */
  readonly noun: string;
  /** What has a key, in the singular. */
  readonly keyed: string;
  readonly open: (adapter: Hdf5Adapter) => Promise<Scan>;
  readonly follow: (scan: Scan, live: Live) => Promise<Ending>;
}

/** Opens a live file as soon as it can be read, follows it, and says on the last line on stderr why that ended. */
export async function runLive<Scan extends { readonly file: Hdf5File }>(
  context: CliContext,
  flags: Pick<LiveFlags, 'backend' | 'timeout' | 'wait'>,
  path: string,
  command: LiveCommand<Scan>,
): Promise<ExitCode> {
  const { name: backend, adapter } = await context.backend(flags.backend);
  const status = await startStatusLine(context.stderr, `opening ${path} (${backend})`, context.clock);
  const { noun, keyed } = command;
  const live: Live = { backend, adapter, noun, meter: new RateMeter(), notes: new FollowNotes(), status };
  let ending: Ending;
  try {
    const scan = await whenReadable(() => command.open(adapter), {
      waitForFile: flags.wait,
      timeoutMs: flags.timeout,
      clock: context.clock,
      signal: context.signal,
      onWait: (error) => status.update(() => waitingWords(path, error)),
    });
    await using _closing = scan.file;
    ending = await command.follow(scan, live);
  } catch (error) {
    status.stop();
    const stopped = await endedFromOutside(context, error);
    if (stopped === undefined) return reportFailure(context, error, progressWords(live));
    ending = stopped;
  }
  status.stop();
  context.say(endLine(live.meter.count, noun, ending.statement + live.notes.words(keyed)));
  return ending.exitCode;
}

/** What a status line says while items come. */
export function statusWords({ meter, noun, backend }: Live, now: number, delay: string): string {
  const rate = meter.perSecond(now);
  return `${counted(meter.count, noun)}${rate === 0 ? '' : `  ${rate.toFixed(1)}/s`}${delay}  (${backend})`;
}

/**
 * How long ago the file was last written, right after something came: the delay, as far as it can be seen from outside.
 * Empty for a file that has not been written since.
 */
export function delayMeter(path: string): () => string {
  const startMs = Date.now();
  return () => {
    const writtenMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return writtenMs < startMs ? '' : `  delay ${Math.max(0, Date.now() - writtenMs).toFixed(0)} ms`;
  };
}

function progressWords({ meter, noun }: Live): string | undefined {
  return meter.count === 0 ? undefined : `after ${counted(meter.count, noun)}`;
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
