import type { Dataset } from '@h5tail/adapter';
import { channelPath, type ChannelIds } from '../model/channel-path.js';
import { parseInstant } from '../model/time.js';
import { isPlaceholder } from '../storage/placeholder.js';
import type { Mth5Version } from '../model/layout.js';
import type { RowMark } from '../storage/row-marks.js';
import type { Store } from '../storage/store.js';
import type { SessionMark } from './session-mark.js';
import type { SessionTable } from './session-table.js';

/** What of a channel may be read. */
export interface VisibleSamples {
  readonly length: number;
  /** Time of the first sample in nanoseconds since 1970, where the table is the one that knows it. */
  readonly start: bigint | undefined;
}

/** What the counts are taken from. */
export interface SampleCountsParts {
  readonly store: Store;
  readonly version: Mth5Version;
  readonly mark: SessionMark;
  readonly table: SessionTable;
}

/**
 * How many samples of channels may be read.
 *
 * During a session of this package the rows of the table tell: samples are there before their row counts them, and a dataset
 * may be longer than what was written of it. Otherwise the datasets themselves tell, as other programs do not keep the table up
 * to date.
 */
export class SampleCounts {
  readonly #parts: SampleCountsParts;

  constructor(parts: SampleCountsParts) {
    this.#parts = parts;
  }

  /**
   * As of now, of channels of one run.
   *
   * @returns In the order of the channels; the datasets are refreshed, so that so much can be read of them.
   * @throws Hdf5Error as `Dataset.refresh`.
   */
  async of(channels: readonly ChannelIds[]): Promise<readonly VisibleSamples[]> {
    const { store, version, mark, table } = this.#parts;
    const marks = (await mark.isOn()) ? await table.marksOf(channels) : undefined;
    const visible: VisibleSamples[] = [];
    for (const [position, ids] of channels.entries()) {
      const dataset = await store.dataset(channelPath(version, ids));
      // After the rows: what they count is there by now.
      await dataset.refresh();
      const { length, start } = bounded(dataset, marks?.[position]);
      visible.push({ length: length === 1 && (await isPlaceholder(dataset)) ? 0 : length, start });
    }
    return visible;
  }
}

function bounded({ shape }: Dataset, mark: RowMark | undefined): VisibleSamples {
  const length = shape?.[0] ?? 0;
  if (mark === undefined) return { length, start: undefined };
  return { length: Math.min(length, mark.n_samples), start: parseInstant(mark.start) };
}
