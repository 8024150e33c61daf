import { Hdf5Error } from '@h5tail/adapter';

/** Which messages to read: a part by its bounds, or a mask, or a list. Without any of them, all. */
export interface RowChoice {
  /** First message; negative counts from the end. Fractions are cut off. Default: 0. */
  readonly start?: number;
  /** Message behind the last one; negative counts from the end. Default: all to the end. */
  readonly end?: number;
  /** One entry per message of the file, 0 or `false` for those to leave out. Replaces `start` and `end`. */
  readonly mask?: Uint8Array | readonly boolean[];
  /** Messages in the order in which they are wanted, also repeatedly; negative ones count from the end. Replaces `start` and `end`. */
  readonly indices?: readonly number[] | Uint32Array;
}

/** Rows to read, in the order of the file. */
export interface ChosenRows {
  /** Half open, ascending, apart from each other. */
  readonly ranges: readonly (readonly [start: number, stop: number])[];
  /** Number of rows in all ranges. */
  readonly count: number;
  /** For each message wanted, which of the rows read it is; `undefined` where they are wanted as they come. */
  readonly order?: Uint32Array;
}

/** @throws TypeError for choices that do not go together, or are of a wrong kind. */
export function requireChoice({ start, end, mask, indices }: RowChoice): void {
  if (mask !== undefined && indices !== undefined) throw new TypeError('give a mask or indices, not both');
  for (const bound of [start, end]) {
    if (bound !== undefined && (typeof bound !== 'number' || Number.isNaN(bound))) {
      throw new TypeError(`${String(bound)} is no row to start or end at`);
    }
  }
  const isMask =
    mask instanceof Uint8Array || (Array.isArray(mask) && mask.every((entry) => typeof entry === 'boolean'));
  if (mask !== undefined && !isMask) throw new TypeError('a mask is a list of booleans or a Uint8Array');
  const isList =
    indices instanceof Uint32Array || (Array.isArray(indices) && indices.every((index) => typeof index === 'number'));
  if (indices !== undefined && !isList) throw new TypeError('indices are a list of numbers or a Uint32Array');
}

/**
 * The rows that are chosen of a file with `length` of them. Bounds are those of a slice: what leaves the file is cut, and
 * nothing is left where they cross.
 *
 * @param path Of the file, for errors.
 * @throws Hdf5Error `INVALID_DATA` for a mask of another length; `OUT_OF_RANGE` for an index that is not there.
 */
export function chosenRows(choice: RowChoice, length: number, path: string): ChosenRows {
  requireChoice(choice);
  if (choice.mask !== undefined) return maskedRows(choice.mask, length, path);
  if (choice.indices !== undefined) return listedRows(choice.indices, length, path);
  const start = sliceBound(choice.start ?? 0, length);
  const stop = sliceBound(choice.end ?? length, length);
  return start < stop ? { ranges: [[start, stop]], count: stop - start } : { ranges: [], count: 0 };
}

function sliceBound(bound: number, length: number): number {
  const whole = Math.trunc(bound);
  return Math.min(Math.max(whole < 0 ? whole + length : whole, 0), length);
}

function maskedRows(mask: Uint8Array | readonly boolean[], length: number, path: string): ChosenRows {
  if (mask.length !== length) {
    throw new Hdf5Error('INVALID_DATA', `a mask of ${mask.length} entries for ${length} messages`, {
      file: path,
      remedy: 'Give one entry for each message; lengthOfRawFile tells how many there are',
    });
  }
  const rows: number[] = [];
  for (let row = 0; row < length; row++) if (mask[row]) rows.push(row);
  return { ranges: rangesOf(rows), count: rows.length };
}

function listedRows(indices: ArrayLike<number>, length: number, path: string): ChosenRows {
  const wanted = Uint32Array.from(indices, (index) => {
    const row = index < 0 ? index + length : index;
    if (Number.isInteger(row) && row >= 0 && row < length) return row;
    throw new Hdf5Error('OUT_OF_RANGE', `there is no message ${index} of ${length}`, {
      file: path,
      remedy: `Ask for messages from ${-length} to ${length - 1}`,
    });
  });
  const rows = [...new Set(wanted)].toSorted((a, b) => a - b);
  if (rows.length === wanted.length && wanted.every((row, i) => row === rows[i])) {
    return { ranges: rangesOf(rows), count: rows.length };
  }
  const places = new Map(rows.map((row, place) => [row, place]));
  return { ranges: rangesOf(rows), count: rows.length, order: wanted.map((row) => places.get(row) as number) };
}

/** Rows that follow each other, taken together. */
function rangesOf(rows: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const row of rows) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === row) last[1] = row + 1;
    else ranges.push([row, row + 1]);
  }
  return ranges;
}
