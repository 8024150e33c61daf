import { rmSync } from 'node:fs';
import { openMth5, type Mth5File } from '@h5tail/mth5';
import type { CliContext } from '../../../context.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { exactJson } from '../../../frame/exact-json.js';
import type { InitFlags } from './command.js';

/** `h5tail mth5 init`: a new file, and a line of JSON about it. */
export async function run(context: CliContext, flags: InitFlags, path: string): Promise<ExitCode> {
  const { adapter } = await context.backend(flags.backend);
  const { version, sampleRate } = flags;
  const file = await openMth5(path, { adapter, mode: 'x', version, signal: context.signal });
  const made = await makeRun(file, flags).catch(async (error: unknown) => {
    await file.close().catch(() => undefined);
    // It was made just now, and half a structure is of no use.
    rmSync(path, { force: true });
    throw error;
  });
  await file.close();
  await context.output.write(exactJson({ file: path, version, ...made, sampleRate }));
  if (flags.survey !== undefined && flags.survey !== made.survey && version === '0.1.0') {
    context.say(`a file of version 0.1.0 has one survey, which is ${made.survey}`);
  }
  return exitCodes.done;
}

/** Names as the file has them. */
interface MadeRun {
  readonly survey: string;
  readonly station: string;
  readonly run: string;
  readonly channels: readonly string[];
}

async function makeRun(file: Mth5File, flags: InitFlags): Promise<MadeRun> {
  const { sampleRate, dtype, units, start, chunk, compression } = flags;
  const survey = await file.addSurvey(flags.survey ?? 'default_survey');
  const station = await survey.addStation(flags.station);
  const made = await station.addRun(flags.run);
  const channels: string[] = [];
  for (const name of flags.channels) {
    const channel = await made.addChannel(name, {
      sampleRate,
      dtype,
      ...(units !== undefined && { units }),
      ...(start !== undefined && { start }),
      ...(chunk !== undefined && { chunk }),
      ...(compression !== undefined && { compression }),
    });
    channels.push(channel.id);
  }
  return { survey: survey.id, station: station.id, run: made.id, channels };
}
