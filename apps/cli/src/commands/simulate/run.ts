import { sleepUntil } from '../../clock.js';
import type { CliContext } from '../../context.js';
import { counted } from '../../counted.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { exactJson } from '../../frame/exact-json.js';
import { reportFailure } from '../../report-failure.js';
import { stoppedBy } from '../../stopped-by.js';
import { startStatusLine } from '../../terminal/status-line.js';
import { wallClockMs } from '../../wall-clock.js';
import type { SimulateFlags } from './command.js';
import { followCommandLine } from './follow-command-line.js';
import { simulatedPaths, SimulatedScan } from './simulated-scan.js';

const defaultFrames = 100;

/** `h5tail simulate`: writes a live file; every line on stdout says what a reader can see from now on. */
export async function run(context: CliContext, flags: SimulateFlags, path: string): Promise<ExitCode> {
  const points = flags.grid === undefined ? defaultFrames : flags.grid[0] * flags.grid[1];
  const frames = flags.frames ?? points;
  if (flags.grid !== undefined && frames > points) {
    context.say(
      `--frames ${frames} does not fit the grid: it has ${counted(points, 'point')}. See h5tail simulate --help`,
    );
    return exitCodes.usage;
  }
  const { name: backend, adapter } = await context.backend(flags.backend);
  const scan = await SimulatedScan.create(path, adapter, {
    scanShape: flags.grid ?? [frames],
    frameShape: flags.shape,
    dtype: flags.dtype,
    overwrite: flags.overwrite,
  });
  return writeAll(context, flags, scan, { path, frames, backend });
}

/** Also a scan that is stopped half-way is finished and closed, so that nobody waits for more. */
async function writeAll(
  context: CliContext,
  flags: SimulateFlags,
  scan: SimulatedScan,
  { path, frames, backend }: { readonly path: string; readonly frames: number; readonly backend: string },
): Promise<ExitCode> {
  let written = 0;
  // At a terminal the status line says it better than a thousand lines of JSON.
  const quiet = context.stdout.isTTY === true;
  let ending: { exitCode: ExitCode; statement: string } = { exitCode: exitCodes.done, statement: 'complete' };
  const status = await startStatusLine(context.stderr, `writing ${path} (${backend})`, context.clock);
  try {
    await announce(context, { event: 'created', file: path, ...simulatedPaths });
    if (quiet) context.say(`follow it with: ${followCommandLine(context.invocation, path)}`);
    const startMs = context.clock.now();
    while (written < frames) {
      context.signal.throwIfAborted();
      await sleepUntil(startMs + written * flags.interval, context.clock, context.signal);
      await scan.writeFrame(written);
      written += 1;
      if (!quiet) await announce(context, { event: 'frame', index: written - 1, time: wallClockMs() });
      status.update(() => `${written} of ${counted(frames, 'frame')} written to ${path}  (${backend})`);
    }
  } catch (error) {
    const stopped = stoppedBy(context.signal, error);
    if (stopped === undefined) {
      status.stop();
      await scan.close().catch(() => undefined);
      return reportFailure(context, error, `after ${counted(written, 'frame')}`);
    }
    ending = stopped;
  } finally {
    status.stop();
  }
  await scan.finish();
  await scan.close();
  context.say(`${counted(written, 'frame')} written, ${ending.statement}; ${path} is closed`);
  if (!context.output.ended.aborted) await announce(context, { event: 'closed', frames: written });
  return ending.exitCode;
}

/** Acknowledges on stdout at once; a reader of the pipe can act on it. */
async function announce(context: CliContext, event: { readonly [name: string]: string | number }): Promise<void> {
  await context.output.write(exactJson(event));
  await context.output.flush();
}
