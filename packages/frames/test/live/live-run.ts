import { openFile, type Dataset, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import {
  LiveWriter,
  type ScanResult,
  type ScanRun,
  type ScanSpec,
  type SourcesSpec,
} from '@h5tail/adapter-conformance/live-writer';
import type { FollowedRange, FollowEnd } from '@h5tail/follower';
import { DataSource, type DataSourceOptions, type InterleavedByName } from '@h5tail/frames';
import { checkFrames, type CheckedFrames, type CheckOptions, type FrameSpec } from './check-frames.js';

/** What following one live scan came to. */
export interface LiveRun extends CheckedFrames {
  readonly end: FollowEnd | undefined;
  readonly skipped: readonly FollowedRange[];
  /** Index that the next iteration begins with. */
  readonly position: number;
  /** How the scan went on the writer's side. */
  readonly written: ScanResult;
}

/** What to do when the scan is written. Default: `leave`, the file stays open. */
export type Afterwards = 'leave' | 'close';

/** Options of a source, and what happens on the writer's side. */
export type LiveOptions = Partial<Omit<DataSourceOptions, 'keys' | 'datasets' | 'interleaved'>> & BesideTheSource;

interface BesideTheSource extends Pick<CheckOptions, 'consume'> {
  readonly afterwards?: Afterwards | undefined;
}

/** Which datasets are read of a file. */
export interface ChosenDatasets {
  readonly datasets?: Readonly<Record<string, Dataset>>;
  readonly interleaved?: InterleavedByName;
}

/**
 * Lets an h5py process write a scan and follows it meanwhile, comparing each frame with what was written.
 *
 * The reader opens the file before the first frame is written.
 */
export async function followLive(
  python: string,
  adapter: Hdf5Adapter,
  path: string,
  spec: ScanSpec & FrameSpec,
  options: LiveOptions = {},
): Promise<LiveRun> {
  await using writer = await LiveWriter.start({ python });
  await writer.step({ do: 'create_scan', path, ...spec });
  await using file = await openFile(path, { adapter, mode: 'r', swmr: true });
  const keys = await Promise.all(spec.keys.map((key) => file.dataset(key)));
  const finished = spec.finished === undefined ? {} : { finished: await file.dataset(spec.finished) };
  const datasets = { data: await file.dataset(spec.data) };
  const { afterwards, consume, ...sourceOptions } = options;
  const source = new DataSource({ keys, datasets, ...finished, ...sourceOptions });
  return await followWriter(writer, writer.scan(spec), source, spec, { afterwards, consume });
}

/**
 * The same for a scan whose frames several datasets hold.
 *
 * @param choose The datasets to read, of the master file.
 */
export async function followSources(
  python: string,
  adapter: Hdf5Adapter,
  spec: SourcesSpec & FrameSpec,
  choose: (file: Hdf5File) => Promise<ChosenDatasets>,
  options: LiveOptions = {},
): Promise<LiveRun> {
  await using writer = await LiveWriter.start({ python });
  await writer.step({ do: 'create_sources', ...spec });
  await using file = await openFile(spec.path, { adapter, mode: 'r', swmr: true });
  const keys = [await file.dataset(spec.key)];
  const { afterwards, consume, ...sourceOptions } = options;
  const source = new DataSource({ keys, ...(await choose(file)), ...sourceOptions });
  return await followWriter(writer, writer.scanSources(0, spec.frames), source, spec, { afterwards, consume });
}

async function followWriter(
  writer: LiveWriter,
  scan: ScanRun,
  source: DataSource,
  frames: FrameSpec,
  { afterwards = 'leave', consume }: BesideTheSource,
): Promise<LiveRun> {
  let isWriting = true;
  const ended = scan.done.then(async (result) => {
    isWriting = false;
    if (afterwards === 'close') await writer.step({ do: 'close' });
    return result;
  });
  // Where following fails first, that is what is reported.
  ended.catch(() => undefined);
  const checked = await checkFrames(source, frames, { isWriting: () => isWriting, consume });
  const { end, follower } = source;
  return { ...checked, end, skipped: follower.skipped, position: follower.position, written: await ended };
}
