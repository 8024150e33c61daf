import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cubeColor, heatColor } from '../../src/terminal/color-map.js';
import { framePicture } from '../../src/terminal/frame-picture.js';

const frame = Uint16Array.from({ length: 16 }, (_, i) => i);

describe('framePicture', () => {
  it('shows two rows of pixels in each line', () => {
    const picture = framePicture(frame, [4, 4], { columns: 4, lines: 2, colorDepth: 24, brightest: 15 });
    expect(picture.map(stripVTControlCharacters)).toEqual(['▀▀▀▀', '▀▀▀▀']);
    expect(picture[0]).toContain('\u001B[38;2;0;0;4;48;2;');
    expect(picture[1]).toContain('48;2;252;255;164m');
    expect(picture[1]).toContain('▀\u001B[0m');
  });

  it('uses the colours that a terminal has', () => {
    const options = { columns: 4, lines: 2, brightest: 15 };
    expect(framePicture(frame, [4, 4], { ...options, colorDepth: 8 })[0]).toContain('\u001B[38;5;16;48;5;');
    const plain = framePicture(Uint8Array.of(0, 9, 0, 9), [2, 2], {
      columns: 2,
      lines: 1,
      colorDepth: 1,
      brightest: 9,
    });
    expect(plain).toEqual([' @']);
  });

  it.each([
    [[100, 50], 20, 10, 10, 10],
    [[50, 100], 20, 10, 20, 5],
    [[2, 2], 20, 10, 20, 10],
    [[3, 3], 3, 10, 3, 2],
    [[1, 4], 40, 10, 40, 5],
    [[1, 1000], 80, 20, 80, 1],
  ] as const)('fits %j into %i x %i', (shape, columns, lines, width, height) => {
    const values = new Float64Array(shape[0] * shape[1]).fill(1);
    const picture = framePicture(values, shape, { columns, lines, colorDepth: 1, brightest: 1 });
    expect(picture).toHaveLength(height);
    for (const line of picture) expect(line).toHaveLength(width);
  });

  it('averages what is too large', () => {
    const picture = framePicture(frame, [4, 4], { columns: 1, lines: 1, colorDepth: 24, brightest: 15 });
    expect(picture[0]).toContain(`38;2;${heatColor(7.5 / 15).join(';')}`);
  });
});

describe('colours', () => {
  it('go from dark to bright and stay within bounds', () => {
    const luminance = ([red, green, blue]: readonly number[]): number =>
      0.2126 * (red as number) + 0.7152 * (green as number) + 0.0722 * (blue as number);
    const steps = Array.from({ length: 101 }, (_, i) => luminance(heatColor(i / 100)));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect([heatColor(-1), heatColor(2)]).toEqual([heatColor(0), heatColor(1)]);
  });

  it('have neighbours in the cube of 256', () => {
    expect([cubeColor([0, 0, 0]), cubeColor([255, 255, 255]), cubeColor([255, 0, 0])]).toEqual([16, 231, 196]);
  });
});
