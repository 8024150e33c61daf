import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, type Mth5File, type OpenMth5Options, type Run } from '@h5tail/mth5';
import type { AddChannelOptions } from '../src/structure/add-channel.js';

export const components = ['ex', 'ey', 'hx', 'hy', 'hz'] as const;

/** The sample of a channel, different from all others of the run. */
export function sampleOf(channel: number, index: number): number {
  return 1 + index + channel * 100_000_000;
}

/** As many samples for each of the five channels, from `first` on. */
export function blockOf(first: number, count: number): Record<string, Int32Array> {
  return Object.fromEntries(
    components.map((name, channel) => [
      name,
      Int32Array.from({ length: count }, (_, index) => sampleOf(channel, first + index)),
    ]),
  );
}

/** A new file with one run of five channels, at 100 samples per second. */
export async function fiveChannels(
  path: string,
  adapter: Hdf5Adapter,
  options: Partial<OpenMth5Options> = {},
  channel: Partial<AddChannelOptions> = {},
): Promise<{ readonly file: Mth5File; readonly run: Run }> {
  const file = await openMth5(path, { adapter, mode: 'w', ...options });
  const station = await (await file.addSurvey('demo')).addStation('mt01', { 'location.latitude': 40.5 });
  const run = await station.addRun('a');
  for (const name of components) await run.addChannel(name, { sampleRate: 100, units: 'mV', ...channel });
  return { file, run };
}
