import { isHdf5Error } from '@h5tail/adapter';
import type { Mth5File } from '../mth5-file.js';
import type { Run } from '../run.js';
import type { Station } from '../station.js';
import type { AddedObject, ChangeAnswer, ChannelToAdd, SessionChange } from './session-change.js';

type AddRun = Extract<SessionChange, { kind: 'add-run' }>;

/**
 * Carries out a change in a file that this process has open for writing. What is there already stays as it is.
 *
 * @throws Hdf5Error `OBJECT_NOT_FOUND` where what it shall lie in is missing; `INVALID_DATA` for names and values that MTH5 could not
 * read; `READ_ONLY`, `CLOSED`; what writing failed with.
 */
export async function applyChange(file: Mth5File, change: SessionChange): Promise<ChangeAnswer> {
  switch (change.kind) {
    case 'add-survey': {
      const { survey, metadata } = change;
      return added(
        await addedObject(
          () => file.survey(survey),
          () => file.addSurvey(survey, metadata),
        ),
      );
    }
    case 'add-station': {
      const { station, metadata } = change;
      const survey = await file.survey(change.survey);
      return added(
        await addedObject(
          () => survey.station(station),
          () => survey.addStation(station, metadata),
        ),
      );
    }
    case 'add-run':
      return addRun(file, change);
    case 'add-channel':
      return added(await addChannel(await (await stationOf(file, change)).run(change.run), change));
    case 'flush':
      await file.flush();
      return { kind: 'flushed' };
    case 'describe':
      return description(file);
  }
}

async function addRun(file: Mth5File, change: AddRun): Promise<ChangeAnswer> {
  const station = await stationOf(file, change);
  const run = await addedObject(
    () => station.run(change.run),
    () => station.addRun(change.run, change.metadata),
  );
  const channels: AddedObject[] = [];
  for (const channel of change.channels ?? []) {
    channels.push(await addChannel(await station.run(change.run), channel));
  }
  return added(run, channels);
}

async function addChannel(run: Run, channel: ChannelToAdd): Promise<AddedObject> {
  const { sampleRate, dtype, units, start, type, chunk, compression, metadata } = channel;
  return addedObject(
    () => run.channel(channel.channel),
    () =>
      run.addChannel(channel.channel, {
        sampleRate,
        ...(dtype !== undefined && { dtype }),
        ...(units !== undefined && { units }),
        ...(start !== undefined && { start }),
        ...(type !== undefined && { type }),
        ...(chunk !== undefined && { chunk }),
        ...(compression !== undefined && { compression }),
        ...(metadata !== undefined && { metadata }),
      }),
  );
}

async function stationOf(
  file: Mth5File,
  { survey, station }: { readonly survey?: string; readonly station: string },
): Promise<Station> {
  return (await file.survey(survey)).station(station);
}

/** Looks first, to be able to say which of both it was. */
async function addedObject(
  find: () => Promise<{ readonly path: string }>,
  add: () => Promise<{ readonly path: string }>,
): Promise<AddedObject> {
  try {
    return { path: (await find()).path, existed: true };
  } catch (error) {
    if (!isHdf5Error(error) || error.code !== 'OBJECT_NOT_FOUND') throw error;
  }
  return { path: (await add()).path, existed: false };
}

function added(object: AddedObject, channels: readonly AddedObject[] = []): ChangeAnswer {
  return { kind: 'added', ...object, channels };
}

async function description(file: Mth5File): Promise<ChangeAnswer> {
  const rows = await file.summary();
  return {
    kind: 'described',
    pid: process.pid,
    version: file.version,
    isSwmr: file.isSwmrMode(),
    channels: rows.map((row) => ({
      path: row.hdf5_reference,
      samples: row.n_samples,
      sampleRate: row.sample_rate,
      start: row.start,
      end: row.end,
    })),
  };
}
