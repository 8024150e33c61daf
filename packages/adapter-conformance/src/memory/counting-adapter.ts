import type { Hdf5Adapter } from '@h5tail/adapter';
import { interceptingAdapter } from './intercepting-adapter.js';

/** How often what was done, by the path of a dataset inside its file; never done is 0. */
export class AccessCounts {
  readonly #elementsRead = new Map<string, number>();
  readonly #reads = new Map<string, number>();
  readonly #refreshes = new Map<string, number>();
  readonly #datasetOpens = new Map<string, number>();
  #fileOpens = 0;
  #fileRefreshes = 0;

  /** Elements that reads of the dataset delivered. */
  elementsRead(path: string): number {
    return this.#elementsRead.get(path) ?? 0;
  }

  /** Calls of the dataset's `read`. */
  reads(path: string): number {
    return this.#reads.get(path) ?? 0;
  }

  /** Calls of the dataset's `refresh`. */
  refreshes(path: string): number {
    return this.#refreshes.get(path) ?? 0;
  }

  /** How often the dataset was opened. */
  datasetOpens(path: string): number {
    return this.#datasetOpens.get(path) ?? 0;
  }

  /** Files that were opened. */
  get fileOpens(): number {
    return this.#fileOpens;
  }

  /** Calls of a file's `refresh`. */
  get fileRefreshes(): number {
    return this.#fileRefreshes;
  }

  /** Starts all counts from 0. */
  reset(): void {
    for (const counts of [this.#elementsRead, this.#reads, this.#refreshes, this.#datasetOpens]) counts.clear();
    this.#fileOpens = 0;
    this.#fileRefreshes = 0;
  }

  /** @internal */
  countRead(path: string): void {
    increase(this.#reads, path, 1);
  }

  /** @internal */
  countElements(path: string, elements: number): void {
    increase(this.#elementsRead, path, elements);
  }

  /** @internal */
  countRefresh(path: string): void {
    increase(this.#refreshes, path, 1);
  }

  /** @internal */
  countDatasetOpen(path: string): void {
    increase(this.#datasetOpens, path, 1);
  }

  /** @internal */
  countFileOpen(): void {
    this.#fileOpens++;
  }

  /** @internal */
  countFileRefresh(): void {
    this.#fileRefreshes++;
  }
}

function increase(counts: Map<string, number>, path: string, amount: number): void {
  counts.set(path, (counts.get(path) ?? 0) + amount);
}

/** An adapter that counts what is done with it. */
export interface CountingAdapter extends Hdf5Adapter {
  readonly counts: AccessCounts;
}

/**
 * Wraps an adapter so that it counts reads, refreshes and openings.
 *
 * @example
 * ```ts
 * const adapter = countingAdapter(memoryAdapter({ disk }));
 * // ... follow a file with it ...
 * adapter.counts.elementsRead('/entry/keys');
 * ```
 */
export function countingAdapter(adapter: Hdf5Adapter): CountingAdapter {
  const counts = new AccessCounts();
  const counting = interceptingAdapter(adapter, {
    file: (file) => {
      counts.countFileOpen();
      return {
        refresh: () => {
          counts.countFileRefresh();
          return file.refresh();
        },
      };
    },
    dataset: (dataset) => {
      counts.countDatasetOpen(dataset.path);
      return {
        refresh: () => {
          counts.countRefresh(dataset.path);
          return dataset.refresh();
        },
        read: async (...parameters) => {
          counts.countRead(dataset.path);
          const slab = await dataset.read(...parameters);
          counts.countElements(
            dataset.path,
            slab.shape.reduce((product, extent) => product * extent, 1),
          );
          return slab;
        },
      };
    },
  });
  return Object.assign(Object.create(counting) as Hdf5Adapter, { counts });
}
