import { openMth5 } from '@h5tail/mth5';
import type { CliContext } from '../../../context.js';
import { counted } from '../../../counted.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { reportFailure } from '../../../report-failure.js';
import { stoppedBy } from '../../../stopped-by.js';
import { startStatusLine } from '../../../terminal/status-line.js';
import { Acknowledgements } from '../../raw/write/acknowledgements.js';
import { answerChanges } from '../answer-changes.js';
import { sayWhereLeftOpen } from '../left-open.js';
import type { SimulateFlags } from './command.js';
import { Recording } from './recording.js';

/** `h5tail mth5 simulate`: records in real time, in a session that others may read. */
export async function run(context: CliContext, flags: SimulateFlags, path: string): Promise<ExitCode> {
  const { name: backend, adapter } = await context.backend(flags.backend);
  const { clock, interrupted, stderr } = context;
  const acknowledgements = new Acknowledgements(context.output);
  const file = await openMth5(path, {
    adapter,
    mode: 'a',
    clock,
    flush: { seconds: flags.flushMs / 1000 },
    gaps: { fill: 'new-run' },
    onDurable: (channels) => {
      if (flags.ack) acknowledgements.tell(Math.min(...channels.map(({ samples }) => samples)));
    },
  });
  const recording = new Recording(file, flags, clock);
  const status = await startStatusLine(stderr, `opening ${path} (${backend})`, clock);
  let failure: unknown;
  try {
    await recording.begin();
    await answerChanges(context, file);
    await recording.toTheEnd(interrupted, (words) => status.update(() => `${words} in ${path}  (${backend})`));
  } catch (error) {
    failure = error;
  } finally {
    status.stop();
  }
  const stopped = failure === undefined ? undefined : stoppedBy(interrupted, failure);
  try {
    await file.close();
  } catch (error) {
    if (failure === undefined || stopped !== undefined) failure = error;
  }
  await acknowledgements.finish();
  const recorded = `${counted(recording.samples, 'sample')} of each channel recorded`;
  if (failure !== undefined && failure !== interrupted.reason) {
    const exitCode = reportFailure(context, failure, recorded);
    await sayWhereLeftOpen(context, path);
    return exitCode;
  }
  context.say(`${stopped === undefined ? '' : `${stopped.statement}; `}${recorded}, ${path} is closed`);
  return stopped?.exitCode ?? exitCodes.done;
}
