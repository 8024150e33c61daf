import type { AnyData, CompoundDtype, Dataset } from '@h5tail/adapter';
import { decodeElements } from '@h5tail/adapter/implementation';
import { noPointers } from '@h5tail/local-file/objects';
import { rowsOf, type ChannelRow } from './channel-row.js';
import { RowMarks, type NamedMark, type RowMark } from './row-marks.js';
import { StoredRows } from './stored-rows.js';

/** The rows of the table of channels as they change during a session: written by its writer, read by its readers, past HDF5. */
export class LiveRows {
  readonly #stored: StoredRows;
  readonly #marks: RowMarks;
  readonly #dtype: CompoundDtype;

  private constructor(stored: StoredRows, marks: RowMarks, dtype: CompoundDtype) {
    this.#stored = stored;
    this.#marks = marks;
    this.#dtype = dtype;
  }

  /** @returns `undefined` for a table whose rows cannot be reached so; HDF5 has to write and read it then. */
  static open(dataset: Dataset, mode: 'r' | 'r+'): LiveRows | undefined {
    if (dataset.dtype.class !== 'compound') return undefined;
    const marks = RowMarks.of(dataset.dtype);
    const stored = marks && StoredRows.open(dataset, mode);
    return marks && stored && new LiveRows(stored, marks, dataset.dtype);
  }

  /** Rewrites what changes in rows that follow one another. @throws Hdf5Error as `StoredRows`. */
  async mark(first: number, marks: readonly RowMark[]): Promise<void> {
    const bytes = await this.#stored.read(first, marks.length);
    marks.forEach((mark, index) => {
      this.#marks.write(bytes, index, mark);
    });
    await this.#stored.write(first, bytes);
  }

  /** What changes in rows that follow one another, as of now. @throws Hdf5Error as `StoredRows`. */
  async marks(first: number, count: number): Promise<NamedMark[]> {
    const bytes = await this.#stored.read(first, count);
    return Array.from({ length: count }, (_, index) => this.#marks.read(bytes, index));
  }

  /** Whole rows that follow one another, as of now. @throws Hdf5Error as `StoredRows`. */
  async rows(first: number, count: number): Promise<ChannelRow[]> {
    const bytes = await this.#stored.read(first, count);
    const columns: ReadonlyMap<string, AnyData> = decodeElements(this.#dtype, bytes, count, noPointers);
    return rowsOf(columns, count);
  }

  /** Looks anew where rows are; for a table that may have been made anew in the same layout. */
  forgetPlaces(): void {
    this.#stored.forgetPlaces();
  }

  close(): void {
    this.#stored.close();
  }
}
