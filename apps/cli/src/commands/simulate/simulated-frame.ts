import type { NumericArray } from '@h5tail/adapter';
import { numberArrayClassOf, type SimulatedDtypeName } from './simulated-dtypes.js';

/** Number of pixels that carry the index in binary. */
const indexPixels = 32;
const indexBrightness = 100;
const spotBrightness = 64;

/** Rows and columns of a frame of any rank: the last axis are the columns, all others together the rows. */
interface Raster {
  readonly rows: number;
  readonly columns: number;
}

function rasterOf(frameShape: readonly number[]): Raster {
  const columns = frameShape.at(-1) ?? 1;
  return { rows: frameShape.slice(0, -1).reduce((product, extent) => product * extent, 1), columns };
}

/** Goes from 0 to `span` and back, one step at a time. */
function bounce(step: number, span: number): number {
  if (span === 0) return 0;
  const phase = step % (2 * span);
  return phase <= span ? phase : 2 * span - phase;
}

function spotRadius({ rows, columns }: Raster): number {
  return Math.max(2, Math.floor(Math.min(rows, columns) / 4));
}

function ringBrightness(row: number, column: number, { rows, columns }: Raster): number {
  const y = 2 * row - (rows - 1);
  const x = 2 * column - (columns - 1);
  return Math.floor((x * x + y * y) / 64) % 16;
}

/**
 * Value of one pixel of a simulated frame: a whole number from 0 to 100, so it fits every dtype.
 *
 * - The first 32 pixels, row by row, are the index in binary, lowest bit first: 100 for a 1, 0 for a 0.
 * - All others are rings of 0 to 15 around the centre, and on top of them a round spot of up to 64 with a radius of a
 *   quarter of the shorter side. With every frame it moves one column and two rows on, and turns round at the borders.
 *
 * All arithmetic is in whole numbers, so that any language can check a frame.
 *
 * @param frameShape The last axis are the columns, all others together the rows.
 */
export function simulatedPixel(index: number, row: number, column: number, frameShape: readonly number[]): number {
  const raster = rasterOf(frameShape);
  const pixel = row * raster.columns + column;
  if (pixel < indexPixels) return indexBrightness * (Math.floor(index / 2 ** pixel) % 2);
  return ringBrightness(row, column, raster) + spot(index, row, column, raster);
}

function spot(index: number, row: number, column: number, raster: Raster): number {
  const radius = spotRadius(raster);
  const y = row - bounce(2 * index, raster.rows - 1);
  const x = column - bounce(index, raster.columns - 1);
  return Math.floor((spotBrightness * Math.max(0, radius * radius - y * y - x * x)) / (radius * radius));
}

/**
 * Makes whole frames of {@link simulatedPixel}, fast: only the spot and the index differ from frame to frame.
 *
 * @returns A function from the index to the frame's pixels; each call returns the same array, filled anew.
 */
export function simulatedFrames(
  frameShape: readonly number[],
  dtype: SimulatedDtypeName,
): (index: number) => NumericArray {
  const raster = rasterOf(frameShape);
  const rings = ringPicture(raster);
  const radius = spotRadius(raster);
  const pixels = new Uint8Array(rings.length);
  const frame = new (numberArrayClassOf(dtype))(rings.length);
  return (index) => {
    pixels.set(rings);
    const centreRow = bounce(2 * index, raster.rows - 1);
    const centreColumn = bounce(index, raster.columns - 1);
    for (let row = Math.max(0, centreRow - radius); row < Math.min(raster.rows, centreRow + radius + 1); row++) {
      const stop = Math.min(raster.columns, centreColumn + radius + 1);
      for (let column = Math.max(0, centreColumn - radius); column < stop; column++) {
        const pixel = row * raster.columns + column;
        pixels[pixel] = (rings[pixel] as number) + spot(index, row, column, raster);
      }
    }
    for (let pixel = 0; pixel < Math.min(indexPixels, pixels.length); pixel++) {
      pixels[pixel] = indexBrightness * (Math.floor(index / 2 ** pixel) % 2);
    }
    fill(frame, pixels);
    return frame;
  };
}

function ringPicture(raster: Raster): Uint8Array {
  return Uint8Array.from({ length: raster.rows * raster.columns }, (_, pixel) =>
    ringBrightness(Math.floor(pixel / raster.columns), pixel % raster.columns, raster),
  );
}

function fill(frame: NumericArray, pixels: Uint8Array): void {
  if (frame instanceof BigInt64Array || frame instanceof BigUint64Array) {
    for (let pixel = 0; pixel < pixels.length; pixel++) frame[pixel] = BigInt(pixels[pixel] as number);
  } else {
    frame.set(pixels);
  }
}
