import { openFile, type Dataset, type DataOf, type Dtype, type Hdf5Adapter } from '@h5tail/adapter';
import {
  framePattern,
  LiveWriter,
  type PatternDtype,
  type ScanResult,
  type ScanSpec,
} from '@h5tail/adapter-conformance/live-writer';
import type { FollowEnd } from '@h5tail/follower';
import { DataSource, type DataSourceOptions } from '@h5tail/frames';

/** What following one live scan came to. */
export interface LiveRun {
  /** Indices in the order of arrival. */
  readonly indices: readonly number[];
  /** Indices of frames that were not as they were written. */
  readonly wrong: readonly number[];
  /** Positions in the order of arrival. */
  readonly positions: readonly (readonly number[])[];
  readonly end: FollowEnd | undefined;
  /** How the scan went on the writer's side. */
  readonly written: ScanResult;
  /** Points that were read while the writer was still at it. */
  readonly readLive: number;
}

/** What to do when the scan is written. Default: `leave`, the file stays open. */
export type Afterwards = 'leave' | 'close';

/**
 * Lets an h5py process write a scan and follows it meanwhile, comparing each frame with what was written.
 *
 * The reader opens the file before the first frame is written.
 */
export async function followLive(
  python: string,
  adapter: Hdf5Adapter,
  path: string,
  spec: ScanSpec & { readonly dtype: PatternDtype },
  options: Partial<Omit<DataSourceOptions, 'keys' | 'datasets'>> & { readonly afterwards?: Afterwards } = {},
): Promise<LiveRun> {
  const { afterwards = 'leave', ...sourceOptions } = options;
  await using writer = await LiveWriter.start({ python });
  await writer.step({ do: 'create_scan', path, ...spec });
  await using file = await openFile(path, { adapter, mode: 'r', swmr: true });
  const keys = await Promise.all(spec.keys.map((key) => file.dataset(key)));
  const finished: { finished?: Dataset } =
    spec.finished === undefined ? {} : { finished: await file.dataset(spec.finished) };
  const datasets = { data: await file.dataset(spec.data) };
  const source = new DataSource({ keys, datasets, ...finished, ...sourceOptions });

  const scan = writer.scan(spec);
  let isWriting = true;
  const ended = scan.done.then(async (result) => {
    isWriting = false;
    if (afterwards === 'close') await writer.step({ do: 'close' });
    return result;
  });
  const indices: number[] = [];
  const wrong: number[] = [];
  const positions: (readonly number[])[] = [];
  let readLive = 0;
  for await (const { index, position, frames } of source) {
    indices.push(index);
    positions.push(position);
    if (isWriting) readLive++;
    if (!isSame(frames.get('data').data, framePattern(index, spec.frameShape, spec.dtype))) wrong.push(index);
  }
  return { indices, wrong, positions, end: source.end, written: await ended, readLive };
}

function isSame(data: DataOf<Dtype>, expected: unknown): boolean {
  const [a, b] = [data as Uint16Array, expected as Uint16Array];
  return a.constructor === b.constructor && a.length === b.length && a.every((value, i) => value === b[i]);
}
