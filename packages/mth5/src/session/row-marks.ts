import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { Hdf5Error, type CompoundDtype, type CompoundMember, type Dataset } from '@h5tail/adapter';
import { systemFault } from '@h5tail/local-file';
import type { ChannelRow } from '../storage/channel-row.js';

/** What changes in the row of a channel that is appended to. */
type RowMark = Pick<ChannelRow, 'n_samples' | 'start' | 'end' | 'has_data'>;

interface Field {
  readonly offset: number;
  readonly length: number;
}

/** Where what changes is within a row. */
interface MarkFields {
  readonly n_samples: Field;
  readonly start: Field;
  readonly end: Field;
  readonly has_data: Field;
}

/**
 * Rewrites rows of the table in their place in the file, past HDF5: one write of some hundred bytes, where HDF5 would encode, write and
 * flush a chunk, which takes longer than to write the samples of five channels.
 *
 * That is safe as long as HDF5 has nothing of the table to write: in SWMR mode, where nothing else changes it.
 */
export class RowMarks {
  readonly #path: string;
  readonly #dataset: Dataset;
  readonly #dtype: CompoundDtype;
  readonly #fields: MarkFields;
  readonly #chunkRows: number;
  readonly #addresses = new Map<number, number>();
  readonly #descriptor: number;
  readonly #text = new TextEncoder();

  private constructor(
    dataset: Dataset,
    dtype: CompoundDtype,
    fields: MarkFields,
    chunkRows: number,
    descriptor: number,
  ) {
    this.#path = dataset.file.path;
    this.#dataset = dataset;
    this.#dtype = dtype;
    this.#fields = fields;
    this.#chunkRows = chunkRows;
    this.#descriptor = descriptor;
  }

  /**
   * @param dataset The table, all rows of which are in the file.
   * @returns `undefined` where its rows cannot be rewritten so: compressed ones, those of another layout, a backend that does not tell where
   * chunks are.
   */
  static open(dataset: Dataset): RowMarks | undefined {
    const { dtype, chunks, filters } = dataset;
    if (dtype.class !== 'compound' || chunks === null || filters.length > 0) return undefined;
    if (dataset.chunkInfo === undefined) return undefined;
    const fields = fieldsOf(dtype);
    if (fields === undefined) return undefined;
    try {
      const descriptor = openSync(dataset.file.path, 'r+');
      return new RowMarks(dataset, dtype, fields, chunks[0] ?? 1, descriptor);
    } catch (error) {
      throw systemFault(error, dataset.file.path);
    }
  }

  /**
   * Writes rows that follow one another.
   *
   * @throws Hdf5Error `NO_SPACE`, `IO`.
   */
  async write(first: number, marks: readonly RowMark[]): Promise<void> {
    for (let at = 0; at < marks.length;) {
      const row = first + at;
      const inChunk = Math.min(marks.length - at, this.#chunkRows - (row % this.#chunkRows));
      const address = await this.#addressOf(row);
      this.#rewrite(address, marks.slice(at, at + inChunk));
      at += inChunk;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  async #addressOf(row: number): Promise<number> {
    const chunk = Math.floor(row / this.#chunkRows);
    let address = this.#addresses.get(chunk);
    if (address === undefined) {
      const info = await this.#dataset.chunkInfo?.([row]);
      if (info === null || info === undefined || info.size !== this.#chunkRows * this.#dtype.size) {
        throw new Hdf5Error('CORRUPT_FILE', `row ${row} is not stored as the table says`, {
          file: this.#path,
          object: this.#dataset.path,
          remedy: 'h5tail mth5 recover brings the table up to date',
        });
      }
      address = info.address;
      this.#addresses.set(chunk, address);
    }
    return address + (row % this.#chunkRows) * this.#dtype.size;
  }

  #rewrite(address: number, marks: readonly RowMark[]): void {
    const { size } = this.#dtype;
    const bytes = new Uint8Array(marks.length * size);
    try {
      readSync(this.#descriptor, bytes, 0, bytes.length, address);
      marks.forEach((mark, index) => this.#encode(bytes.subarray(index * size, (index + 1) * size), mark));
      writeSync(this.#descriptor, bytes, 0, bytes.length, address);
    } catch (error) {
      throw systemFault(error, this.#path);
    }
  }

  #encode(row: Uint8Array, mark: RowMark): void {
    const { n_samples, start, end, has_data } = this.#fields;
    new DataView(row.buffer, row.byteOffset + n_samples.offset).setBigInt64(0, BigInt(mark.n_samples), true);
    this.#encodeText(row, start, mark.start);
    this.#encodeText(row, end, mark.end);
    row[has_data.offset] = mark.has_data ? 1 : 0;
  }

  #encodeText(row: Uint8Array, { offset, length }: Field, text: string): void {
    const place = row.subarray(offset, offset + length);
    place.fill(0);
    this.#text.encodeInto(text, place);
  }
}

function fieldsOf({ members }: CompoundDtype): MarkFields | undefined {
  const field = (name: string, fits: (member: CompoundMember) => number | undefined): Field | undefined => {
    const member = members.find((candidate) => candidate.name === name);
    const length = member === undefined ? undefined : fits(member);
    return member === undefined || length === undefined ? undefined : { offset: member.offset, length };
  };
  const text = ({ dtype }: CompoundMember): number | undefined =>
    dtype.class === 'string' && dtype.padding !== 'space-padded' && dtype.length !== 'variable'
      ? dtype.length
      : undefined;
  const n_samples = field('n_samples', ({ dtype }) =>
    dtype.class === 'integer' && dtype.size === 8 && dtype.byteOrder === 'little' ? 8 : undefined,
  );
  const start = field('start', text);
  const end = field('end', text);
  const has_data = field('has_data', ({ dtype }) =>
    dtype.class === 'boolean' && dtype.base.size === 1 ? 1 : undefined,
  );
  return n_samples && start && end && has_data && { n_samples, start, end, has_data };
}
