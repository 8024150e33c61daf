import { copyFileSync, writeFileSync } from 'node:fs';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, type Mth5File } from '@h5tail/mth5';

/** Samples of the channel number `channel` that tell where they belong. */
export function countedSamples(channel: number, start: number, stop: number): number[] {
  return Array.from({ length: stop - start }, (_, i) => 1_000_000 * (channel + 1) + start + i);
}

/** Channels of the files of these tests. */
export const testChannels = ['ex', 'hy'] as const;

/** Creates a file with run `demo/mt01/a` of {@link testChannels} at 10 samples per second from noon on, in SWMR mode. */
export async function beginMth5(path: string, adapter: Hdf5Adapter): Promise<Mth5File> {
  const file = await openMth5(path, { adapter, mode: 'x', flush: { seconds: Infinity } });
  const run = await (await (await file.addSurvey('demo')).addStation('mt01')).addRun('a');
  for (const name of testChannels) {
    await run.addChannel(name, { sampleRate: 10, units: 'nanotesla', start: '2026-03-01T12:00:00' });
  }
  await file.startSwmr();
  return file;
}

/** Appends and flushes so many {@link countedSamples} to both channels. */
export async function recordSamples(file: Mth5File, start: number, stop: number): Promise<void> {
  const run = await file.run({ survey: 'demo', station: 'mt01', run: 'a' });
  await run.append(Object.fromEntries(testChannels.map((name, i) => [name, countedSamples(i, start, stop)])));
  await file.flush();
}

/** A complete file. */
export async function writeMth5(path: string, adapter: Hdf5Adapter, samples: number): Promise<void> {
  const file = await beginMth5(path, adapter);
  await recordSamples(file, 0, samples);
  await file.close();
}

/** A file as its writer leaves it that is killed after a flush. */
export async function killedMth5(path: string, adapter: Hdf5Adapter, samples: number): Promise<void> {
  const living = `${path}.living`;
  const file = await beginMth5(living, adapter);
  await recordSamples(file, 0, samples);
  copyFileSync(living, path);
  await file.close();
}

/** What is no HDF5 file. */
export function writeText(path: string): void {
  writeFileSync(path, 'no HDF5');
}
