import { resolve } from 'node:path';
import { openMth5, type Mth5File, type OpenMth5Options } from '@h5tail/mth5';
import type { CliContext } from '../../../context.js';
import { counted } from '../../../counted.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { exactJson } from '../../../frame/exact-json.js';
import { reportFailure } from '../../../report-failure.js';
import { stoppedBy } from '../../../stopped-by.js';
import { silentStatus, startStatusLine, type StatusLine } from '../../../terminal/status-line.js';
import { wallClockMs } from '../../../wall-clock.js';
import { stdinPieces } from '../../raw/input/stdin-pieces.js';
import { Acknowledgements } from '../../raw/write/acknowledgements.js';
import { FileInPlace } from '../../raw/write/file-in-place.js';
import { answerChanges } from '../answer-changes.js';
import { sayWhereLeftOpen } from '../left-open.js';
import { whenFree } from '../when-free.js';
import { Appender } from './appender.js';
import type { AppendFlags } from './command.js';

/** `h5tail mth5 append`: stdin into the channels of a run. */
export async function run(context: CliContext, flags: AppendFlags, path: string): Promise<ExitCode> {
  const { adapter } = await context.backend(flags.backend);
  const { clock, output, stdout, stderr, signal } = context;
  const acknowledgements = new Acknowledgements(output);
  const place = new FileInPlace(resolve(path), 'samples');
  let appender: Appender | undefined;
  const options: OpenMth5Options = {
    adapter,
    mode: 'r+',
    clock,
    signal,
    flush: flushOf(flags),
    gaps: { fill: flags.gaps, ...(flags.maxGap !== undefined && { maxSeconds: flags.maxGap / 1000 }) },
    onDurable(channels) {
      if (appender?.durable.take(channels) !== true || !place.isThere() || !flags.ack) return;
      const { run: id, samples } = appender.durable.current;
      acknowledgements.tell(samples, appender.durable.hasNewRun ? `, "run": ${JSON.stringify(id)}` : '');
    },
  };
  // Another program may be about to add something.
  const file = await whenFree(context, path, ['opened', 'closed'], () => openMth5(path, options));
  place.begin();
  let failure: unknown;
  const isHidden = flags.ack && stdout.isTTY === true;
  const status = isHidden ? silentStatus : await startStatusLine(stderr, `appending to ${path}`, clock);
  try {
    await answerChanges(context, file);
    appender = await Appender.open(file, flags, wallClockMs, (words) => context.say(words));
    await file.startSwmr();
    await appendAll(context, file, appender, place, status);
  } catch (error) {
    failure = error;
  } finally {
    status.stop();
  }
  // What closing fails with is told only where nothing failed before.
  await file.close().catch((error: unknown) => (failure ??= error));
  if (!place.isThere()) failure ??= place.gone.reason;
  await acknowledgements.finish();
  if (appender === undefined) return reportFailure(context, failure);
  const exitCode = await ended(context, flags, path, appender, failure);
  if (failure !== undefined && place.isThere()) await sayWhereLeftOpen(context, path);
  return exitCode;
}

function flushOf({ flushSamples, flushSeconds }: AppendFlags): {
  readonly samples?: number;
  readonly seconds?: number;
} {
  return {
    ...(flushSamples !== undefined && { samples: flushSamples }),
    ...(flushSeconds !== undefined && { seconds: flushSeconds / 1000 }),
  };
}

/** Appends until the input is over, or the user wants to stop. */
async function appendAll(
  context: CliContext,
  file: Mth5File,
  appender: Appender,
  place: FileInPlace,
  status: StatusLine,
): Promise<void> {
  const { reader } = appender;
  const stop = AbortSignal.any([context.interrupted, place.gone]);
  const show = (): string => `appending to ${file.path}: ${counted(appender.taken, 'sample')} of each channel`;
  // A reader of the acknowledgements that is gone is no reason to leave samples behind.
  for await (const piece of stdinPieces(context.openStdin(), stop)) {
    for (const block of reader.push(piece)) await appender.append(block);
    status.update(show);
  }
  place.gone.throwIfAborted();
  if (!stop.aborted) for (const block of reader.end()) await appender.append(block);
  await file.flush();
}

async function ended(
  context: CliContext,
  flags: AppendFlags,
  path: string,
  { durable, reader }: Appender,
  failure: unknown,
): Promise<ExitCode> {
  const { interrupted, output } = context;
  const { appended, current } = durable;
  if (!flags.ack && !output.ended.aborted)
    await output.write(exactJson({ appended, samples: current.samples, run: current.run }));
  const words = `${counted(appended, 'sample')} of each channel appended`;
  if (failure !== undefined) return reportFailure(context, failure, words);
  const stopped = interrupted.aborted ? stoppedBy(interrupted, interrupted.reason) : undefined;
  const rest = reader.unfinishedBytes;
  const leftOut = rest === 0 ? '' : `; the last ${counted(rest, 'byte')} of stdin are no whole block`;
  const statement = `${words}, run ${current.run} has ${current.samples} and ${path} is closed${leftOut}`;
  context.say(stopped === undefined ? statement : `${stopped.statement}; ${statement}`);
  return stopped?.exitCode ?? exitCodes.done;
}
