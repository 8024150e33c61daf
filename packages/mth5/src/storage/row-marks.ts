import type { CompoundDtype, CompoundMember } from '@h5tail/adapter';
import type { ChannelRow } from './channel-row.js';

/** What changes in the row of a channel that is appended to. */
export type RowMark = Pick<ChannelRow, 'n_samples' | 'start' | 'end' | 'has_data'>;

/** What changes in a row, with the names that tell which channel it is of. */
export type NamedMark = RowMark & Pick<ChannelRow, 'survey' | 'station' | 'run' | 'component'>;

interface Field {
  readonly offset: number;
  readonly length: number;
}

/** Finds what changes within the bytes of a row, to read and to write it. */
export class RowMarks {
  readonly #size: number;
  readonly #samples: Field;
  readonly #start: Field;
  readonly #end: Field;
  readonly #hasData: Field;
  readonly #names: readonly [Field, Field, Field, Field];
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();

  private constructor(
    size: number,
    [samples, start, end, hasData]: readonly [Field, Field, Field, Field],
    names: readonly [Field, Field, Field, Field],
  ) {
    this.#size = size;
    this.#samples = samples;
    this.#start = start;
    this.#end = end;
    this.#hasData = hasData;
    this.#names = names;
  }

  /** @returns `undefined` for a table that stores them in another way than MTH5. */
  static of(dtype: CompoundDtype): RowMarks | undefined {
    const samples = field(dtype, 'n_samples', ({ dtype: { class: kind, ...type } }) =>
      kind === 'integer' && 'byteOrder' in type && type.byteOrder === 'little' && type.size === 8 ? 8 : undefined,
    );
    const start = field(dtype, 'start', textLength);
    const end = field(dtype, 'end', textLength);
    const hasData = field(dtype, 'has_data', (member) =>
      member.dtype.class === 'boolean' && member.dtype.base.size === 1 ? 1 : undefined,
    );
    const [survey, station] = [field(dtype, 'survey', textLength), field(dtype, 'station', textLength)];
    const [run, component] = [field(dtype, 'run', textLength), field(dtype, 'component', textLength)];
    if (samples === undefined || start === undefined || end === undefined || hasData === undefined) return undefined;
    if (survey === undefined || station === undefined || run === undefined || component === undefined) return undefined;
    return new RowMarks(dtype.size, [samples, start, end, hasData], [survey, station, run, component]);
  }

  /** @param rows Bytes of rows that follow one another. */
  read(rows: Uint8Array, index: number): NamedMark {
    const row = this.#row(rows, index);
    const [survey, station, run, component] = this.#names;
    return {
      survey: this.#text(row, survey),
      station: this.#text(row, station),
      run: this.#text(row, run),
      component: this.#text(row, component),
      n_samples: Number(this.#view(row).getBigInt64(this.#samples.offset, true)),
      start: this.#text(row, this.#start),
      end: this.#text(row, this.#end),
      has_data: row[this.#hasData.offset] !== 0,
    };
  }

  write(rows: Uint8Array, index: number, mark: RowMark): void {
    const row = this.#row(rows, index);
    this.#view(row).setBigInt64(this.#samples.offset, BigInt(mark.n_samples), true);
    this.#setText(row, this.#start, mark.start);
    this.#setText(row, this.#end, mark.end);
    row[this.#hasData.offset] = mark.has_data ? 1 : 0;
  }

  #row(rows: Uint8Array, index: number): Uint8Array {
    return rows.subarray(index * this.#size, (index + 1) * this.#size);
  }

  #view(row: Uint8Array): DataView {
    return new DataView(row.buffer, row.byteOffset, row.byteLength);
  }

  #text(row: Uint8Array, { offset, length }: Field): string {
    const bytes = row.subarray(offset, offset + length);
    const end = bytes.indexOf(0);
    return this.#decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
  }

  #setText(row: Uint8Array, { offset, length }: Field, text: string): void {
    const place = row.subarray(offset, offset + length);
    place.fill(0);
    this.#encoder.encodeInto(text, place);
  }
}

function field(
  { members }: CompoundDtype,
  name: string,
  lengthOf: (member: CompoundMember) => number | undefined,
): Field | undefined {
  const member = members.find((candidate) => candidate.name === name);
  const length = member && lengthOf(member);
  return member === undefined || length === undefined ? undefined : { offset: member.offset, length };
}

function textLength({ dtype }: CompoundMember): number | undefined {
  if (dtype.class !== 'string' || dtype.length === 'variable' || dtype.padding === 'space-padded') return undefined;
  return dtype.length;
}
