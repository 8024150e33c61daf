import { cubeColor, heatColor } from './color-map.js';

/** How to draw a picture. */
export interface PictureOptions {
  /** Most columns and lines of text to use. */
  readonly columns: number;
  readonly lines: number;
  /** Bits of colour of the terminal; below 8 the picture is made of characters. */
  readonly colorDepth: number;
  /** Value that is drawn brightest; 0 is black. */
  readonly brightest: number;
}

/** Dark to bright, for terminals without colours. */
const ramp = ' .:-=+*#%@';

/**
 * A frame as lines of text: each character shows two pixels, one above the other. Larger frames are averaged down,
 * smaller ones enlarged, and the pixels stay square.
 *
 * @param shape Rows and columns of the frame.
 */
export function framePicture(
  values: ArrayLike<number | bigint>,
  shape: readonly [rows: number, columns: number],
  options: PictureOptions,
): string[] {
  const scale = Math.min(options.columns / shape[1], (2 * options.lines) / shape[0]);
  const width = Math.max(1, Math.floor(shape[1] * scale));
  const height = Math.max(1, Math.floor(shape[0] * scale));
  const pixelAt = (row: number, column: number): number =>
    row >= height
      ? 0
      : averageOf(values, shape, [row / height, (row + 1) / height], [column / width, (column + 1) / width]) /
        options.brightest;
  return Array.from({ length: Math.ceil(height / 2) }, (_, line) => {
    const pairs = Array.from({ length: width }, (_unused, column) => {
      return [pixelAt(2 * line, column), pixelAt(2 * line + 1, column)] as const;
    });
    return options.colorDepth >= 8 ? colorLine(pairs, options.colorDepth) : characterLine(pairs);
  });
}

type Part = readonly [from: number, to: number];

/** Mean of the pixels in a part of the frame, given in fractions; at least one pixel. */
function averageOf(
  values: ArrayLike<number | bigint>,
  [rows, columns]: readonly [number, number],
  rowPart: Part,
  columnPart: Part,
): number {
  const [firstRow, lastRow] = pixelRange(rowPart, rows);
  const [firstColumn, lastColumn] = pixelRange(columnPart, columns);
  let sum = 0;
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) sum += Number(values[row * columns + column]);
  }
  return sum / ((lastRow - firstRow + 1) * (lastColumn - firstColumn + 1));
}

function pixelRange([from, to]: Part, extent: number): [first: number, last: number] {
  const first = Math.min(extent - 1, Math.floor(from * extent + 1e-9));
  return [first, Math.max(first, Math.ceil(to * extent - 1e-9) - 1)];
}

type Pair = readonly [upper: number, lower: number];

function colorLine(pairs: readonly Pair[], colorDepth: number): string {
  let text = '';
  let previous = '';
  for (const [upper, lower] of pairs) {
    const colors = `\u001B[38;${colorCode(upper, colorDepth)};48;${colorCode(lower, colorDepth)}m`;
    text += colors === previous ? '▀' : `${colors}▀`;
    previous = colors;
  }
  return `${text}\u001B[0m`;
}

function colorCode(brightness: number, colorDepth: number): string {
  const color = heatColor(brightness);
  return colorDepth >= 24 ? `2;${color.join(';')}` : `5;${cubeColor(color)}`;
}

function characterLine(pairs: readonly Pair[]): string {
  return pairs
    .map(([upper, lower]) => {
      const place = Math.round(((upper + lower) / 2) * (ramp.length - 1));
      return ramp[Math.min(ramp.length - 1, Math.max(0, place))];
    })
    .join('');
}
