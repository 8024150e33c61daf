import { copyFileSync } from 'node:fs';
import type { Hdf5Adapter } from '@h5tail/adapter';
import type { Mth5Version } from '@h5tail/mth5';
import { blockOf, fiveChannels } from '../five-channels.js';

/** Samples of each channel of such a file. */
export const recorded = 100;

/** Files of five channels with 100 samples each, closed: one is recorded for each version, the others are copies of it. */
export class RecordedCopies {
  readonly #originals = new Map<Mth5Version, Promise<string>>();
  readonly #newPath: () => string;

  constructor(newPath: () => string) {
    this.#newPath = newPath;
  }

  /** @returns The path of a new one. */
  async make(adapter: Hdf5Adapter, version: Mth5Version = '0.2.0'): Promise<string> {
    const original = this.#originals.get(version) ?? this.#record(adapter, version);
    this.#originals.set(version, original);
    const path = this.#newPath();
    copyFileSync(await original, path);
    return path;
  }

  async #record(adapter: Hdf5Adapter, version: Mth5Version): Promise<string> {
    const { file, run } = await fiveChannels(this.#newPath(), adapter, { version });
    await run.append(blockOf(0, recorded), { start: '2026-11-20T12:00:00+00:00' });
    await file.close();
    return file.path;
  }
}
