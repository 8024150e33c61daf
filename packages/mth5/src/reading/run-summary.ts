import { runPath, stationPath } from '../model/layout.js';
import { parseInstant } from '../model/time.js';
import type { Mth5Access } from '../mth5-access.js';
import type { ChannelSummary } from './channel-summary.js';

/** One row of the table of runs, with MTH5's columns in its order. Source: MTH5 0.6.5, `mth5/tables`. */
export interface RunSummary {
  /** Factor of each channel, by component; always 1. */
  readonly channel_scale_factors: Readonly<Record<string, number>>;
  /** Seconds from the first sample to the last. */
  readonly duration: number;
  readonly end: string;
  /** Whether every channel has data. */
  readonly has_data: boolean;
  /** Components that are inputs of a transfer function: horizontal magnetic ones. */
  readonly input_channels: readonly string[];
  /** Path of the file. */
  readonly mth5_path: string;
  /** Of the longest channel. */
  readonly n_samples: number;
  /** Components that are outputs of a transfer function. */
  readonly output_channels: readonly string[];
  readonly run: string;
  readonly sample_rate: number;
  readonly start: string;
  readonly station: string;
  readonly survey: string;
  /** Path of the run inside the file. */
  readonly run_hdf5_reference: string;
  /** Path of the station inside the file. */
  readonly station_hdf5_reference: string;
}

const inputs: ReadonlySet<string> = new Set(['hx', 'hy', 'h1', 'h2', 'bx', 'by']);
const outputs: ReadonlySet<string> = new Set(['ex', 'ey', 'hz', 'e1', 'e2', 'e3', 'e4', 'h3', 'bz']);

/** The table of runs, sorted by station and start. Times and rate are those of the first channel of each run. */
export function runSummaryOf(channels: readonly ChannelSummary[], { path, version }: Mth5Access): RunSummary[] {
  const runs = new Map<string, ChannelSummary[]>();
  for (const channel of channels) {
    const key = `${channel.survey}/${channel.station}/${channel.run}`;
    const known = runs.get(key);
    if (known === undefined) runs.set(key, [channel]);
    else known.push(channel);
  }
  const rows = [...runs.values()].map((ofRun): RunSummary => {
    const { survey, station, run, start, end, sample_rate } = ofRun[0] as ChannelSummary;
    const components = ofRun.map(({ component }) => component);
    return {
      channel_scale_factors: Object.fromEntries(components.map((component) => [component, 1])),
      duration: secondsBetween(start, end),
      end,
      has_data: ofRun.every(({ has_data }) => has_data),
      input_channels: components.filter((component) => inputs.has(component)),
      mth5_path: path,
      n_samples: ofRun.reduce((most, { n_samples }) => Math.max(most, n_samples), 0),
      output_channels: components.filter((component) => outputs.has(component)),
      run,
      sample_rate,
      start,
      station,
      survey,
      run_hdf5_reference: runPath(version, survey, station, run),
      station_hdf5_reference: stationPath(version, survey, station),
    };
  });
  return rows.toSorted((a, b) => compare(a.station, b.station) || compare(a.start, b.start));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function secondsBetween(start: string, end: string): number {
  try {
    return Number(parseInstant(end) - parseInstant(start)) / 1e9;
  } catch {
    return NaN;
  }
}
