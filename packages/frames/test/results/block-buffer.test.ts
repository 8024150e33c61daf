import { describe, expect, it } from 'vitest';
import { scanPosition } from '../../src/coordinates/scan-order.js';
import { BlockBuffer } from '../../src/results/block-buffer.js';
import type { RowWrite } from '../../src/results/row-write.js';
import { upTo } from '../../../follower/test/number-lists.js';

/** Whole numbers below a limit, the same ones for the same seed: a linear congruential generator, its high bits. */
function randomNumbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const cases = 2000;

describe('a buffer of blocks', () => {
  it.each(upTo(4).map((i) => 20_241 + i))(
    'writes every point, in whatever order they come, with its last values: seed %i',
    (seed) => {
      const random = randomNumbers(seed);
      const faults: string[] = [];
      for (let run = 0; run < cases; run++) {
        const shape = upTo(1 + random(3)).map(() => 1 + random(6));
        const order = random(2) === 0 ? 'raster' : 'snake';
        const blockLength = 1 + random(9);
        const count = shape.reduce((product, extent) => product * extent, 1);
        const scan = { shape, order, blockLength } as const;
        const buffer = new BlockBuffer(scan, [{ frameLength: 2, createArray: (length) => new Float64Array(length) }]);
        const out = new Map<string, string>();
        const readable = new Set<number>();
        const apply = (writes: readonly RowWrite[]): void => {
          for (const { row, columns, values, points } of writes) {
            if (points.length === 0) faults.push(`run ${run}: a write of holes`);
            const frames = values[0] as Float64Array;
            for (let column = columns[0]; column < columns[1]; column++) {
              const start = 2 * (column - columns[0]);
              out.set([...row, column].join(), frames.subarray(start, start + 2).join());
            }
            if (frames.length !== 2 * (columns[1] - columns[0])) faults.push(`run ${run}: ${frames.length} elements`);
            for (const [first, stop] of points) for (let point = first; point < stop; point++) readable.add(point);
          }
        };
        const last = new Map<number, string>();
        let near = 0;
        const steps = 1 + random(40);
        for (let step = 0; step < steps; step++) {
          // Mostly onwards, sometimes back, sometimes far off.
          near = random(6) === 0 ? random(count) : Math.max(0, near + random(5) - 1);
          const first = Math.min(near, count - 1);
          const stop = Math.min(count, first + 1 + random(4));
          const frames = upTo(stop - first).flatMap((i) => [first + i, step + 0.5]);
          apply(buffer.add([first, stop], [Float64Array.from(frames)]));
          for (let point = first; point < stop; point++) last.set(point, `${point},${step + 0.5}`);
          near = stop;
          for (const point of readable) {
            const place = scanPosition(point, shape, order).join();
            if (out.get(place)?.startsWith(`${point},`) !== true) faults.push(`run ${run}: point ${point} too early`);
          }
        }
        apply(buffer.end());
        for (const [point, frame] of last) {
          const found = out.get(scanPosition(point, shape, order).join());
          if (found !== frame) faults.push(`run ${run} ${JSON.stringify(scan)}: ${found} instead of ${frame}`);
        }
        if ([...readable].toSorted((a, b) => a - b).join() !== [...last.keys()].toSorted((a, b) => a - b).join()) {
          faults.push(`run ${run} ${JSON.stringify(scan)}: ${readable.size} of ${last.size} points readable`);
        }
        const holes = [...out].filter(([, frame]) => frame !== '0,0').length;
        if (holes !== last.size) faults.push(`run ${run}: ${holes} frames for ${last.size} points`);
      }
      expect(faults).toEqual([]);
    },
  );

  it('keeps what comes in its own memory', () => {
    const buffer = new BlockBuffer({ shape: [6], order: 'raster', blockLength: 2 }, [
      { frameLength: 1, createArray: (length) => new Uint8Array(length) },
    ]);
    const values = Uint8Array.of(5);
    expect(buffer.add([0, 1], [values])).toEqual([]);
    values[0] = 9;
    expect(buffer.add([1, 2], [values])).toEqual([
      { row: [], columns: [0, 2], values: [Uint8Array.of(5, 9)], points: [[0, 2]] },
    ]);
  });
});
