import { Hdf5Error, isHdf5Error, shapeText, type Dataset, type Group, type Hdf5Adapter } from '@h5tail/adapter';
import { ResultWriter, type ResultPlans, type ResultValues, type ScanPoint } from '@h5tail/frames';
import type { Summaries } from '../../../frame/frame-line.js';
import { createOutput } from './output-file.js';
import type { ReductionName } from './reduction-names.js';
import { reducedDtype, reducedValue, type ReducedDtype } from './reductions.js';
import { resultNames } from './result-names.js';

/** What is reduced, and into which file. */
export interface ReducedScanOptions {
  readonly output: string;
  readonly overwrite: boolean;
  readonly reduction: ReductionName;
  /** By the names that their frames have; of datasets that take turns one stands for all. */
  readonly datasets: Readonly<Record<string, Dataset>>;
  /** Largest extents of the scan. */
  readonly maxShape: readonly (number | null)[];
}

/** One followed dataset and what becomes of its frames. */
interface Reduced {
  readonly name: string;
  readonly result: string;
  readonly dtype: ReducedDtype;
  readonly dataset: Dataset;
}

/**
 * A file in the shape of the scan with one number per frame, written while others follow it: `/entry/results` with a
 * dataset for each one that is followed, `/entry/keys` and `/entry/finished`. The key of a point that was not handed out
 * stays 0.
 */
export class ReducedScan {
  /** Path of the first dataset. */
  readonly dataPath: string;
  readonly keysPath: string;
  readonly finishedPath: string;
  readonly #writer: ResultWriter;
  readonly #reduction: ReductionName;
  readonly #reduced: readonly Reduced[];

  private constructor(writer: ResultWriter, reduction: ReductionName, reduced: readonly Reduced[]) {
    this.#writer = writer;
    this.#reduction = reduction;
    this.#reduced = reduced;
    this.keysPath = writer.keysPath;
    this.finishedPath = writer.finishedPath;
    this.dataPath = `${writer.group.path}/${reduced[0]?.result ?? ''}`;
  }

  /**
   * Creates the file and starts SWMR mode: from now on it can be followed.
   *
   * @throws Hdf5Error `FILE_EXISTS` without `overwrite`, `WRONG_DTYPE`, `WRONG_SHAPE`, `NO_SPACE`, `PERMISSION_DENIED`.
   */
  static async create(adapter: Hdf5Adapter, options: ReducedScanOptions): Promise<ReducedScan> {
    const { output, overwrite, reduction, datasets, maxShape } = options;
    const names = resultNames(Object.keys(datasets), reduction.replace('-', '_'));
    const reduced = Object.entries(datasets).map(([name, dataset]): Reduced => ({
      name,
      result: names.get(name) ?? name,
      dtype: reducedDtype(reduction, dataset),
      dataset,
    }));
    requireWritable(maxShape, options);
    const plans: ResultPlans = Object.fromEntries(reduced.map(({ result, dtype }) => [result, { dtype }]));
    const file = await createOutput(output, adapter, overwrite);
    try {
      const prepare = (group: Group): Promise<void> => describe(group, reduction, reduced);
      const writer = await ResultWriter.create(file, { maxShape, results: plans, prepare });
      return new ReducedScan(writer, reduction, reduced);
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
  }

  /** Writes one number for each frame of a point. */
  async write(point: ScanPoint, summaries: Summaries): Promise<void> {
    const values: Record<string, ResultValues[string]> = {};
    for (const { name, result, dtype } of this.#reduced) {
      const frame = point.frames.get(name);
      if (frame !== undefined) values[result] = reducedValue(this.#reduction, dtype, frame, summaries.get(name));
    }
    await this.#writer.write(point.index, values);
  }

  /** Makes all of it readable, sets the finished flag and closes the file. */
  async finish(): Promise<void> {
    await this.#writer.finish();
  }

  /** Makes all of it readable and closes the file; the finished flag stays 0. Does nothing after {@link ReducedScan.finish}. */
  async close(): Promise<void> {
    await this.#writer.close();
  }
}

/** Creates a reduced scan with the first of some backends that can. */
export async function createReducedScan(
  adapter: Hdf5Adapter,
  otherAdapter: () => Promise<Hdf5Adapter>,
  options: ReducedScanOptions,
): Promise<ReducedScan> {
  try {
    return await ReducedScan.create(adapter, options);
  } catch (error) {
    if (!isHdf5Error(error) || error.code !== 'UNSUPPORTED') throw error;
    // What the first one began is ours.
    return ReducedScan.create(await otherAdapter(), { ...options, overwrite: true });
  }
}

/** @throws Hdf5Error `WRONG_SHAPE` for a scan whose extents no file can have. */
function requireWritable(maxShape: readonly (number | null)[], { datasets }: ReducedScanOptions): void {
  if (maxShape.length > 0 && !maxShape.slice(1).includes(null)) return;
  const [dataset] = Object.values(datasets);
  const what = maxShape.length === 0 ? 'a scan without axes' : `a scan of shape ${shapeText(maxShape)}`;
  throw new Hdf5Error('WRONG_SHAPE', `${what} cannot be written to --output`, {
    ...(dataset === undefined ? {} : { file: dataset.file.path }),
    remedy: maxShape.length === 0 ? 'Give --scan-rank 1' : 'Only the slowest axis may be without a limit',
  });
}

/** Says what each dataset is, for those who open the file without this program. */
async function describe(group: Group, reduction: ReductionName, reduced: readonly Reduced[]): Promise<void> {
  const words = reduction === 'roi-sum' ? 'sum of a region' : reduction;
  for (const { result, dataset } of reduced) {
    const { attributes } = await group.dataset(result);
    await attributes.set('long_name', `${words} of ${dataset.path}`);
    await attributes.set('source', `${dataset.file.path}:${dataset.path}`);
  }
  const others = reduced.slice(1).map(({ result }) => result);
  if (others.length > 0) await group.attributes.set('auxiliary_signals', others);
}
