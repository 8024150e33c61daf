import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { Hdf5Error, type CompoundDtype, type Dataset } from '@h5tail/adapter';
import { systemFault } from '@h5tail/local-file';

/**
 * The rows of a table in their place in the file, past HDF5.
 *
 * In a session the rows of channels that are appended to change with each flush, some bytes of them. HDF5 would encode, write and flush a
 * whole chunk, which takes longer than to write the samples of five channels; and in one process it shows a reader what it has kept of
 * a chunk. It is safe as long as HDF5 has nothing of the table to write: in SWMR mode, where nothing else changes it.
 */
export class StoredRows {
  readonly #path: string;
  readonly #dataset: Dataset;
  readonly #rowSize: number;
  readonly #chunkRows: number;
  readonly #addresses = new Map<number, number>();
  #descriptor: number;

  private constructor(dataset: Dataset, rowSize: number, chunkRows: number, descriptor: number) {
    this.#path = dataset.file.path;
    this.#dataset = dataset;
    this.#rowSize = rowSize;
    this.#chunkRows = chunkRows;
    this.#descriptor = descriptor;
  }

  /**
   * @param dataset A table of rows without pointers. Its rows are in the file already.
   * @returns `undefined` where rows have no place of their own: compressed ones, a backend that does not tell where chunks are.
   * @throws Hdf5Error what the operating system says against opening the file.
   */
  static open(dataset: Dataset, mode: 'r' | 'r+'): StoredRows | undefined {
    const { dtype, chunks, filters } = dataset;
    if (dtype.class !== 'compound' || chunks === null || filters.length > 0 || dataset.chunkInfo === undefined) {
      return undefined;
    }
    if (!isPacked(dtype)) return undefined;
    try {
      return new StoredRows(dataset, dtype.size, chunks[0] ?? 1, openSync(dataset.file.path, mode));
    } catch (error) {
      throw systemFault(error, dataset.file.path);
    }
  }

  /**
   * @returns The bytes of rows that follow one another, as of now; the caller's own.
   * @throws Hdf5Error `IO`; `CORRUPT_FILE` where a row has no place.
   */
  async read(first: number, count: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(count * this.#rowSize);
    await this.#eachStretch(first, count, (address, at, length) => {
      readSync(this.#descriptor, bytes, at, length, address);
    });
    return bytes;
  }

  /** @throws Hdf5Error `NO_SPACE`, `IO`; `CORRUPT_FILE` where a row has no place. */
  async write(first: number, bytes: Uint8Array): Promise<void> {
    await this.#eachStretch(first, bytes.length / this.#rowSize, (address, at, length) => {
      writeSync(this.#descriptor, bytes, at, length, address);
    });
  }

  /** Looks anew where rows are; for a table that may have been made anew in the same layout. */
  forgetPlaces(): void {
    this.#addresses.clear();
  }

  close(): void {
    if (this.#descriptor < 0) return;
    closeSync(this.#descriptor);
    this.#descriptor = -1;
  }

  /** Rows of one chunk stand together. */
  async #eachStretch(
    first: number,
    count: number,
    work: (address: number, at: number, length: number) => void,
  ): Promise<void> {
    for (let done = 0; done < count;) {
      const row = first + done;
      const within = row % this.#chunkRows;
      const rows = Math.min(count - done, this.#chunkRows - within);
      const address = (await this.#chunkAt(row)) + within * this.#rowSize;
      if (this.#descriptor < 0) throw this.#wasClosed();
      try {
        work(address, done * this.#rowSize, rows * this.#rowSize);
      } catch (error) {
        throw systemFault(error, this.#path);
      }
      done += rows;
    }
  }

  /** A reader has found that the table was made anew while it looked where a row is. */
  #wasClosed(): Hdf5Error {
    return new Hdf5Error('TRANSIENT_READ', 'the table was closed meanwhile', {
      file: this.#path,
      object: this.#dataset.path,
      remedy: 'Try again',
    });
  }

  async #chunkAt(row: number): Promise<number> {
    const chunk = Math.floor(row / this.#chunkRows);
    const known = this.#addresses.get(chunk);
    if (known !== undefined) return known;
    const info = await this.#dataset.chunkInfo?.([row]);
    if (info === null || info === undefined || info.size !== this.#chunkRows * this.#rowSize) {
      throw new Hdf5Error('CORRUPT_FILE', `row ${row} is not stored as the table says`, {
        file: this.#path,
        object: this.#dataset.path,
        remedy: 'h5tail mth5 recover brings the table up to date',
      });
    }
    this.#addresses.set(chunk, info.address);
    return info.address;
  }
}

/** Whether elements in memory, by which the members' offsets are told, are as in the file. */
function isPacked({ size, members }: CompoundDtype): boolean {
  const last = members.at(-1);
  return last !== undefined && members.every(({ dtype }) => dtype.class !== 'variable-length') && last.offset < size;
}
