import { expect } from 'vitest';

/** A line of `h5tail follow`, as far as these tests look at it. */
interface FrameLine {
  readonly index: number;
  readonly slice: readonly (readonly [number, number])[];
  readonly maxShape: readonly (number | null)[];
  readonly data: Readonly<Record<string, DatasetPart>>;
}

interface DatasetPart {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly sum: number;
  readonly values: readonly number[];
}

/** What the lines of a scan have to be. */
export interface ExpectedScan {
  /** Path as given with `--data`. */
  readonly data: string;
  readonly dtype: string;
  /** Extents of the scan; `null` where the file says unlimited. */
  readonly maxShape: readonly (number | null)[];
  /** Points per row, for a grid. */
  readonly columns?: number;
  readonly frameShape: readonly number[];
  readonly frames: number;
  readonly frameAt: (index: number) => ArrayLike<number>;
}

/** Checks every number of every line: all frames are there, in order, once, with the right values. */
export function expectFrames(lines: readonly string[], expected: ExpectedScan): void {
  expect(lines).toHaveLength(expected.frames);
  lines.forEach((text, index) => {
    const line = JSON.parse(text) as FrameLine;
    const part = line.data[expected.data] as DatasetPart;
    const values = Array.from(expected.frameAt(index));
    // Compared as text: a deep comparison of millions of numbers would take longer than the scan.
    if (part.values.join() !== values.join()) expect(part.values, `values of frame ${index}`).toEqual(values);
    const sum = values.reduce((total, value) => total + value, 0);
    expect({ ...line, data: { ...part, values: undefined } }).toEqual({
      index,
      slice: position(index, expected.columns).map((coordinate) => [coordinate, coordinate + 1]),
      maxShape: expected.maxShape,
      data: {
        dtype: expected.dtype,
        shape: expected.frameShape,
        min: Math.min(...values),
        max: Math.max(...values),
        mean: sum / values.length,
        sum,
        values: undefined,
      },
    });
  });
}

function position(index: number, columns: number | undefined): number[] {
  return columns === undefined ? [index] : [Math.floor(index / columns), index % columns];
}

/** Matches the last line of a follow: its words, and perhaps that polls failed while the writer was in the middle. */
export function lastLine(words: string): string {
  return expect.stringMatching(new RegExp(`^h5tail: ${words}(; \\d+ polls? failed and repeated)?\n$`)) as string;
}
