import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { DataSource } from '@h5tail/frames';
import { wallClockMs } from '../../wall-clock.js';
import type { CliContext } from '../../context.js';
import { counted } from '../../counted.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { RateMeter } from '../../terminal/rate-meter.js';
import { whenReadable } from '../../when-readable.js';
import { endingOf } from '../live/end-statement.js';
import { openScan } from '../live/open-scan.js';
import { followCommandLine } from '../simulate/follow-command-line.js';
import { simulatedFrames } from '../simulate/simulated-frame.js';
import { simulatedPaths } from '../simulate/simulated-scan.js';
import type { DemoFlags } from './command.js';
import { Delays } from './delays.js';
import { createDemoView } from './demo-view.js';
import { WriterProcess } from './writer-process.js';

const dtype = 'uint16';
const timeoutMs = 10_000;

/** What the follow of the demo came to. */
interface Outcome {
  readonly right: number;
  readonly wrong: number;
  readonly medianDelayMs: number | undefined;
  readonly statement: string;
}

/** `h5tail demo`: a writer and a follower in two processes, and proof that every value arrived. */
export async function run(context: CliContext, flags: DemoFlags): Promise<ExitCode> {
  const folder = mkdtempSync(join(tmpdir(), 'h5tail-demo-'));
  try {
    return await demonstrate(context, flags, join(folder, 'scan.h5'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function demonstrate(context: CliContext, flags: DemoFlags, path: string): Promise<ExitCode> {
  const { frames, interval, shape } = flags;
  const { name: backend, adapter } = await context.backend(flags.backend);
  const plan = ['--frames', `${frames}`, '--interval', `${interval}`, '--shape', shape.join('x'), '--dtype', dtype];
  await using writer = new WriterProcess(context, [path, ...plan, '--backend', backend]);
  await Promise.race([writer.created(), aborted(context.signal)]);
  const size = `${shape.join('x')} ${dtype}`;
  await context.output.write(`Process ${writer.pid} writes ${counted(frames, 'frame')} (${size}) to ${path};`);
  await context.output.write(`this one follows the file live with the ${backend} backend and checks every value.`);
  const outcome = await followAndCheck(context, adapter, flags, path, writer);
  await summarize(context, frames, outcome);
  return outcome.right === frames && outcome.wrong === 0 ? exitCodes.done : exitCodes.failed;
}

async function followAndCheck(
  context: CliContext,
  adapter: Hdf5Adapter,
  flags: DemoFlags,
  path: string,
  writer: WriterProcess,
): Promise<Outcome> {
  const { clock, signal } = context;
  const { data, keys, finished } = simulatedPaths;
  const open = () => openScan(path, { data: [data], keys: [keys], finished }, adapter, signal);
  const { file, ...datasets } = await whenReadable(open, { waitForFile: false, timeoutMs, clock, signal });
  await using _closing = file;
  const source = new DataSource({ ...datasets, timeoutMs, clock, signal });
  const expectedAt = simulatedFrames(flags.shape, dtype);
  const delays = new Delays(writer.flushTimes);
  const rate = new RateMeter();
  const view = createDemoView(context);
  let right = 0;
  try {
    for await (const point of source) {
      delays.arrived(point.index, wallClockMs());
      const values = point.frames.get(data)?.data as Uint16Array;
      if (areEqual(values, expectedAt(rate.count))) right += 1;
      rate.mark(clock.now());
      await view.show({
        received: rate.count,
        total: flags.frames,
        framesPerSecond: rate.perSecond(clock.now()),
        get delayMs() {
          return delays.recentMedianMs;
        },
        values,
        frameShape: flags.shape,
      });
    }
  } finally {
    view.end();
  }
  // A writer that ends because this process is told to leaves a finished file behind, and nothing to be judged.
  signal.throwIfAborted();
  if (source.end === undefined) throw new Error('the follower ended without a reason');
  const { statement } = endingOf(source.end, {
    timeoutMs,
    writer: await file.writerState(),
    invocation: context.invocation,
  });
  await writer.ended();
  signal.throwIfAborted();
  return { right, wrong: rate.count - right, medianDelayMs: delays.medianMs, statement };
}

/** The n-th frame to arrive is checked against frame n, so a missing, doubled or swapped one counts as wrong. */
function areEqual(values: ArrayLike<number>, expected: ArrayLike<unknown>): boolean {
  if (values.length !== expected.length) return false;
  for (let i = 0; i < values.length; i++) if (values[i] !== expected[i]) return false;
  return true;
}

async function summarize(context: CliContext, frames: number, outcome: Outcome): Promise<void> {
  const { right, wrong, medianDelayMs, statement } = outcome;
  const delay = medianDelayMs === undefined ? 'unknown' : `${medianDelayMs.toFixed(1)} ms`;
  const verdict = right === frames ? 'all' : `${right}`;
  const lines = [
    '',
    `Frames        ${right + wrong} of ${frames} arrived, ${verdict} with the right values${wrong > 0 ? `, ${wrong} wrong` : ''}`,
    `Median delay  ${delay} from the writer's flush to the checked frame`,
    `Ended         ${statement}`,
    '',
    'Next, in two terminals:',
    `  ${context.invocation} simulate scan.h5 --frames 1000`,
    `  ${followCommandLine(context.invocation, 'scan.h5')}`,
  ];
  for (const line of lines) await context.output.write(line);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
