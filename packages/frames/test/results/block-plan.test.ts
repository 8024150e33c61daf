import { describe, expect, it } from 'vitest';
import type { ScanOrder } from '../../src/coordinates/scan-order.js';
import { planBlock, planRemainder, type Block, type BlockScan } from '../../src/results/block-plan.js';
import { joinBlocks } from '../../src/results/joined-blocks.js';
import { upTo } from '../../../follower/test/number-lists.js';
import { planFaults, type Planner } from './plan-faults.js';

const orders: ScanOrder[] = ['raster', 'snake'];

/** Point numbers as each write of a block stores them, for a scan whose points hold their numbers. */
function storedBy(scan: BlockScan, block: Block): string[] {
  const { blockLength } = scan;
  const previous = block.start === 0 ? undefined : { start: block.start - blockLength, count: blockLength };
  const numbers = ({ start, count }: Block): Int32Array => Int32Array.from(upTo(count), (i) => start + i);
  return planBlock(scan, block, previous).map((write) => {
    const { row, columns } = write;
    const values = joinBlocks(write, 1, numbers(block), previous === undefined ? undefined : numbers(previous));
    return `[${[...row, columns.join(':')].join()}] = ${values.join()}`;
  });
}

const whole = (shape: (number | null)[], blockLength: number, order: ScanOrder, start: number): string[] =>
  storedBy({ shape, order, blockLength }, { start, count: blockLength });

describe('what a block writes', () => {
  it.each<[ScanOrder, number[], number, number, string[]]>([
    ['raster', [3, 5], 3, 0, ['[0,0:3] = 0,1,2']],
    ['raster', [3, 5], 3, 3, ['[0,3:5] = 3,4']],
    ['raster', [3, 5], 3, 6, ['[1,0:3] = 5,6,7']],
    ['raster', [3, 5], 3, 9, ['[1,3:5] = 8,9']],
    ['raster', [3, 5], 3, 12, ['[2,0:3] = 10,11,12', '[2,3:5] = 13,14']],
    ['snake', [3, 5], 3, 0, ['[0,0:3] = 0,1,2']],
    ['snake', [3, 5], 3, 3, ['[0,3:5] = 3,4']],
    ['snake', [3, 5], 3, 6, ['[1,3:5] = 6,5']],
    ['snake', [3, 5], 3, 9, ['[1,0:3] = 9,8,7']],
    ['snake', [3, 5], 3, 12, ['[2,0:3] = 10,11,12', '[2,3:5] = 13,14']],
    ['raster', [4, 3], 7, 0, ['[0,0:3] = 0,1,2', '[1,0:3] = 3,4,5']],
    ['snake', [2, 3], 2, 0, ['[0,0:2] = 0,1']],
    ['snake', [2, 3], 2, 2, ['[0,2:3] = 2', '[1,2:3] = 3']],
    ['snake', [2, 3], 2, 4, ['[1,0:2] = 5,4']],
    ['raster', [2, 6], 3, 0, ['[0,0:3] = 0,1,2']],
    ['raster', [2, 6], 3, 3, ['[0,3:6] = 3,4,5']],
    ['raster', [2, 6], 3, 6, ['[1,0:3] = 6,7,8']],
    ['raster', [2, 6], 3, 9, ['[1,3:6] = 9,10,11']],
    [
      'raster',
      [11, 23],
      10,
      10,
      [
        `[0,10:20] = ${upTo(10)
          .map((i) => 10 + i)
          .join()}`,
      ],
    ],
    ['snake', [11, 23], 10, 20, ['[0,20:23] = 20,21,22', '[1,20:23] = 25,24,23']],
    [
      'snake',
      [11, 23],
      10,
      30,
      [
        `[1,10:20] = ${upTo(10)
          .map((i) => 35 - i)
          .join()}`,
      ],
    ],
  ])('%s over %j in blocks of %i: block %i', (order, shape, blockLength, start, stored) => {
    expect(whole(shape, blockLength, order, start)).toEqual(stored);
  });

  it('a short block at the end of the scan writes all that is left', () => {
    const scan: BlockScan = { shape: [4, 3], order: 'raster', blockLength: 7 };
    expect(storedBy(scan, { start: 7, count: 5 })).toEqual(['[2,0:3] = 6,7,8', '[3,0:3] = 9,10,11']);
  });

  it('says where the elements come from', () => {
    const previous = { start: 20, count: 10 };
    expect(planBlock({ shape: [11, 23], order: 'snake', blockLength: 10 }, { start: 30, count: 10 }, previous)).toEqual(
      [
        {
          row: [1],
          columns: [10, 20],
          points: [26, 36],
          fromPrevious: [6, 10],
          fromBlock: [0, 6],
          isReversed: true,
        },
      ],
    );
  });

  it('writes nothing where no chunk is complete', () => {
    expect(whole([2, 4], 3, 'raster', 0)).toEqual(['[0,0:3] = 0,1,2']);
    expect(storedBy({ shape: [2, 4], order: 'snake', blockLength: 3 }, { start: 3, count: 1 })).toEqual([
      '[0,3:4] = 3',
    ]);
    expect(storedBy({ shape: [1, 8], order: 'raster', blockLength: 4 }, { start: 4, count: 2 })).toEqual([]);
  });

  it('goes on for ever where the slowest axis has no limit', () => {
    expect(whole([null], 4, 'raster', 4_000_000)).toEqual(['[4000000:4000004] = 4000000,4000001,4000002,4000003']);
    expect(whole([null, 3], 2, 'snake', 2)).toEqual(['[0,2:3] = 2', '[1,2:3] = 3']);
  });
});

/** Scans and block lengths; each is tried both ways. */
const pairs: [number[], number][] = [
  [[5, 15], 32],
  [[7, 15], 46],
  [[20, 4], 12],
  [[20, 4], 6],
  [[35, 28], 50],
  [[35, 51], 100],
  [[4, 4, 3], 10],
  [[4, 5, 3], 10],
  [[2, 2], 2],
  [[3, 3], 2],
  [[4, 4], 2],
  [[5, 5], 2],
  [[6, 6], 2],
  [[3, 3], 3],
  [[4, 4], 3],
  [[5, 5], 5],
  [[6, 6], 5],
  [[10, 10], 5],
  ...upTo(8).map((i): [number[], number] => [[35, 28 + i], 7]),
  [[12, 29], 7],
  [[2, 10], 10],
  [[13, 13], 10],
  [[2, 2, 2], 2],
  [[3, 3, 3], 2],
  [[2, 13, 20], 7],
  [[2, 3, 7, 10], 7],
];

describe('each chunk is written once, whole, with the block of its last point and right', () => {
  it('has 33 pairs', () => expect(pairs).toHaveLength(33));

  it.each(pairs)('over %j in blocks of %i', (shape, blockLength) => {
    for (const order of orders) expect(planFaults({ shape, order, blockLength })).toEqual([]);
  });

  it.each(orders)('%s over all of 1 to 6 rows of 1 to 20, in blocks of 1 to 44', (order) => {
    let scans = 0;
    const faults = upTo(6).flatMap((rows) =>
      upTo(20).flatMap((columns) =>
        upTo(44).flatMap((more) => {
          scans++;
          return planFaults({ shape: [rows + 1, columns + 1], order, blockLength: more + 1 });
        }),
      ),
    );
    expect([scans, faults]).toEqual([5280, []]);
  });

  it.each(orders)('%s over stacks, and scans of rank 3 and 4', (order) => {
    const shapes = [
      ...upTo(40).map((extent) => [extent + 1]),
      ...upTo(48).map((i) => [1 + (i % 3), 1 + (Math.floor(i / 3) % 4), 1 + Math.floor(i / 12) * 3]),
      ...upTo(36).map((i) => [
        1 + (i % 2),
        1 + (Math.floor(i / 2) % 3),
        1 + (Math.floor(i / 6) % 2),
        2 + Math.floor(i / 12) * 3,
      ]),
    ];
    const faults = shapes.flatMap((shape) =>
      upTo(44).flatMap((more) => planFaults({ shape, order, blockLength: more + 1 })),
    );
    expect(faults).toEqual([]);
  });

  const scan = { shape: [4, 4], order: 'snake', blockLength: 3 } as const;
  it.each<[string, Planner, RegExp]>([
    ['a write that is left out', (...given) => planBlock(...given).slice(1), /chunks are written/],
    ['a write that is made twice', (...given) => planBlock(...given).flatMap((write) => [write, write]), /twice/],
    [
      'an empty write',
      (...given) => planBlock(...given).map((w) => ({ ...w, fromPrevious: null, fromBlock: [0, 0] })),
      /empty/,
    ],
    [
      'rows that are not turned round',
      (...given) => planBlock(...given).map((w) => ({ ...w, isReversed: false })),
      /instead of/,
    ],
    ['rows that are forgotten', (...given) => planBlock(...given).map((w) => ({ ...w, row: [0] })), /last point/],
    [
      'another raster',
      (...given) => planBlock(...given).map((w) => ({ ...w, columns: [w.columns[0] + 1, 4] })),
      /multiple/,
    ],
  ])('or the check tells: %s', (_, plan, fault) => {
    expect(planFaults(scan, plan).join('\n')).toMatch(fault);
  });
});

describe('planRemainder', () => {
  it.each<[ScanOrder, (number | null)[], number, Block, unknown]>([
    [
      'raster',
      [2, 8],
      4,
      { start: 4, count: 2 },
      { row: [0], columns: [4, 6], points: [4, 6], fromPrevious: null, fromBlock: [0, 2], isReversed: false },
    ],
    [
      'raster',
      [3, 5],
      3,
      { start: 3, count: 3 },
      { row: [1], columns: [0, 1], points: [5, 6], fromPrevious: null, fromBlock: [2, 3], isReversed: false },
    ],
    [
      'snake',
      [3, 5],
      3,
      { start: 6, count: 2 },
      { row: [1], columns: [2, 3], points: [7, 8], fromPrevious: null, fromBlock: [1, 2], isReversed: true },
    ],
    [
      'raster',
      [3, 5],
      3,
      { start: 6, count: 1 },
      { row: [1], columns: [0, 2], points: [5, 7], fromPrevious: [2, 3], fromBlock: [0, 1], isReversed: false },
    ],
    [
      'raster',
      [null],
      4,
      { start: 8, count: 3 },
      { row: [], columns: [8, 11], points: [8, 11], fromPrevious: null, fromBlock: [0, 3], isReversed: false },
    ],
    ['raster', [2, 8], 4, { start: 4, count: 4 }, null],
    ['raster', [2, 4], 3, { start: 6, count: 2 }, null],
  ])('%s over %j in blocks of %i, ended by %j', (order, shape, blockLength, last, write) => {
    expect(planRemainder({ shape, order, blockLength }, last)).toEqual(write);
  });
});

describe('a plan refuses', () => {
  const scan: BlockScan = { shape: [4, 4], order: 'raster', blockLength: 3 };
  it.each<[string, Partial<BlockScan>, Block, Block | undefined, RegExp]>([
    [
      'a missing previous block',
      {},
      { start: 3, count: 3 },
      undefined,
      /after the whole block from 0 on, and not after none/,
    ],
    [
      'a block that was left out',
      {},
      { start: 6, count: 3 },
      { start: 0, count: 3 },
      /after the whole block from 3 on/,
    ],
    ['a block again', {}, { start: 3, count: 3 }, { start: 3, count: 3 }, /after the whole block from 0 on/],
    ['a block after a short one', {}, { start: 3, count: 3 }, { start: 0, count: 2 }, /not after 2 from 0 on/],
    ['a block before the first', {}, { start: 0, count: 3 }, { start: 0, count: 3 }, /after no block/],
    ['a block between two', {}, { start: 4, count: 3 }, { start: 1, count: 3 }, /not one of 3 points each/],
    ['a longer block', {}, { start: 0, count: 4 }, undefined, /longer than 3/],
    ['a block beyond the scan', {}, { start: 15, count: 2 }, { start: 12, count: 3 }, /leaves the scan/],
    ['a block without points', {}, { start: 0, count: 0 }, undefined, /points of a block/],
    ['blocks without points', { blockLength: 0 }, { start: 0, count: 1 }, undefined, /points of a block/],
    ['half a point', { blockLength: 1.5 }, { start: 0, count: 1 }, undefined, /points of a block/],
    ['a scan without rows', { shape: [0, 4] }, { start: 0, count: 1 }, undefined, /points along axis 0/],
    ['a scan of rank 0', { shape: [] }, { start: 0, count: 1 }, undefined, /rank 0/],
    ['rows without an end', { shape: [4, null] }, { start: 0, count: 1 }, undefined, /axis 1 has no limit/],
  ])('%s', (_, changes, block, previous, message) => {
    const plan = (): unknown => planBlock({ ...scan, ...changes }, block, previous);
    expect(plan).toThrow(RangeError);
    expect(plan).toThrow(message);
  });
});

describe('joinBlocks', () => {
  const write = { fromPrevious: [2, 3], fromBlock: [0, 1], isReversed: true } as const;

  it('turns points round and leaves frames as they are', () => {
    const previous = Float64Array.of(0, 1, 2, 3, 4, 5);
    const block = Float64Array.of(6, 7, 8, 9, 10, 11);
    expect(joinBlocks(write, 2, block, previous)).toEqual(Float64Array.of(6, 7, 4, 5));
    expect(joinBlocks({ ...write, isReversed: false }, 2, block, previous)).toEqual(Float64Array.of(4, 5, 6, 7));
  });

  it('takes 64-bit integers', () => {
    expect(joinBlocks(write, 1, BigInt64Array.of(3n), BigInt64Array.of(0n, 1n, 2n))).toEqual(BigInt64Array.of(3n, 2n));
  });

  it('copies nothing where a block has the elements as they shall be', () => {
    const block = Uint16Array.of(1, 2, 3, 4);
    const joined = joinBlocks({ fromPrevious: null, fromBlock: [1, 2], isReversed: false }, 2, block);
    expect([joined, joined.buffer === block.buffer]).toEqual([Uint16Array.of(3, 4), true]);
  });

  it('refuses a missing or a short block', () => {
    expect(() => joinBlocks(write, 1, Int8Array.of(3))).toThrow(/previous block/);
    expect(() => joinBlocks(write, 1, Int8Array.of(3), Int8Array.of(0, 1))).toThrow(/does not hold 3 points/);
  });
});

describe('a block of one array that is both this block and the previous one', () => {
  // Frames of 6 elements: of point k, 6 k and on.
  it('writes out[0, 10:20, :] for block 10, and turned round row 1 for blocks 20 and 30', () => {
    const scan: BlockScan = { shape: [11, 23], order: 'raster', blockLength: 10 };
    const frames = Int32Array.from(upTo(60));
    const [first] = planBlock(scan, { start: 10, count: 10 }, { start: 0, count: 10 });
    expect([first?.row, first?.columns, first && joinBlocks(first, 6, frames, frames)]).toEqual([
      [0],
      [10, 20],
      frames,
    ]);

    const values = Int32Array.from(upTo(10), (i) => 1 + i);
    const snake: BlockScan = { ...scan, order: 'snake' };
    const out = new Int32Array(23);
    for (const start of [20, 30]) {
      for (const write of planBlock(snake, { start, count: 10 }, { start: start - 10, count: 10 })) {
        if (write.row[0] === 1) out.set(joinBlocks(write, 1, values, values), write.columns[0]);
      }
    }
    expect([out[22], out[19]]).toEqual([4, 7]);
    expect([...out]).toEqual([...upTo(10).fill(0), 6, 5, 4, 3, 2, 1, 10, 9, 8, 7, 6, 5, 4]);
  });
});
