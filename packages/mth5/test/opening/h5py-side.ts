import { fileURLToPath } from 'node:url';
import { LineProcess } from '../../../../tooling/typescript/line-process.js';
import { python } from '../recovery/damage-steps.js';

const program = fileURLToPath(new URL('../../python/hold_mth5.py', import.meta.url));

/** How h5py opens a file. */
export interface H5pyOpening {
  readonly mode?: 'r' | 'r+' | 'a';
  readonly swmr?: boolean;
  /** Whether SWMR writing begins at once. */
  readonly start?: boolean;
}

/** One row of the table of channels, without its references. */
export type H5pyRow = Readonly<Record<string, string | number | boolean>>;

/** h5py in a process of its own, which keeps one file open at a time. */
export class H5pySide implements AsyncDisposable {
  readonly #process: LineProcess;

  /** @param locks Whether HDF5 locks files there, as it does unless it is told not to. */
  constructor(locks = true) {
    const env = { HDF5_USE_FILE_LOCKING: locks ? 'TRUE' : 'FALSE', PYTHONDONTWRITEBYTECODE: '1' };
    this.#process = new LineProcess(python as string, [program], env);
  }

  /** @returns What h5py raised, or `null`. */
  async open(path: string, opening: H5pyOpening = {}): Promise<string | null> {
    return (await this.#process.ask<{ fault: string | null }>({ do: 'open', path, ...opening })).fault;
  }

  async append(dataset: string, values: readonly number[]): Promise<void> {
    await this.#process.ask({ do: 'append', dataset, values });
  }

  /** All samples, as of now. */
  async read(dataset: string): Promise<number[]> {
    return (await this.#process.ask<{ samples: number[] }>({ do: 'read', dataset })).samples;
  }

  /** The table of channels, as of now. */
  async table(): Promise<H5pyRow[]> {
    return (await this.#process.ask<{ rows: H5pyRow[] }>({ do: 'table' })).rows;
  }

  /** Paths of all objects. */
  async list(): Promise<string[]> {
    return (await this.#process.ask<{ objects: string[] }>({ do: 'list' })).objects;
  }

  /** Closes the file. Again does nothing. */
  async close(): Promise<void> {
    await this.#process.ask({ do: 'close' });
  }

  /** As a crash would. */
  async kill(): Promise<void> {
    await this.#process.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
