import { dtypes } from '@h5tail/adapter';
import { MemoryScan } from '@h5tail/adapter-conformance/memory';
import { describe, expect, it } from 'vitest';
import { agreeOnScan, defaultScanRank } from '../src/agree-on-scan.js';

/** Every fault says what to do. */
const remedy = expect.any(String) as string;

type MaxShape = (number | null)[];

async function agree(maxShapes: MaxShape[], scanRank?: number): Promise<{ rank: number; maxShape: unknown }> {
  const plans = Object.fromEntries(
    maxShapes.map((maxShape, i) => [`key${i}`, { shape: maxShape.map((extent) => extent ?? 0), maxShape }]),
  );
  const live = await MemoryScan.create(plans);
  return agreeOnScan(await live.datasets(...Object.keys(plans)), scanRank);
}

describe('defaultScanRank', () => {
  it.each<[MaxShape, number]>([
    [[10], 1],
    [[10, 1], 1],
    [[10, 1, 1], 1],
    [[5, 10, 1, 1], 2],
    [[null, 1, 1], 1],
    [[null, null, 1, 1], 2],
    [[1, 10, 1, 1], 2],
    [[10, 1, 3, 1], 3],
    [[2, 1, 1, 1], 1],
    [[1], 0],
    [[1, 1, 1], 0],
    [[], 0],
  ])('of %j is %j', (maxShape, rank) => {
    expect(defaultScanRank(maxShape)).toBe(rank);
  });
});

describe('agreeOnScan', () => {
  it.each<[MaxShape, number, MaxShape]>([
    [[10, 1, 1], 1, [10]],
    [[5, 10, 1, 1], 2, [5, 10]],
    [[null, 1, 1], 1, [null]],
    [[null, null, 1, 1], 2, [null, null]],
    [[1, 10, 1, 1], 2, [1, 10]],
    [[10, 1, 3, 1], 3, [10, 1, 3]],
    [[2, 1, 1, 1], 1, [2]],
    [[1, 1, 1], 0, []],
  ])('%j is of rank %j', async (keyShape, rank, maxShape) => {
    expect(await agree([keyShape])).toEqual({ rank, maxShape });
  });

  it.each<[MaxShape, number, MaxShape]>([
    [[2, 1, 1, 1], 2, [2, 1]],
    [[1, 1, 1], 1, [1]],
    [[null, null, null], 1, [null]],
  ])('%j is of the rank %j that is asked for', async (keyShape, rank, maxShape) => {
    expect(await agree([keyShape], rank)).toEqual({ rank, maxShape });
  });

  it('takes keys with other padding together', async () => {
    expect(await agree([[10], [10, 1, 1]])).toEqual({ rank: 1, maxShape: [10] });
  });

  it('takes the limit from whichever key has one', async () => {
    expect(
      await agree([
        [null, null, 1, 1],
        [null, 10, 1, 1],
        [5, 10, 1, 1],
      ]),
    ).toEqual({ rank: 2, maxShape: [5, 10] });
  });

  it.each<[string, MaxShape[]]>([
    ['ranks differ', [[10], [10, 3]]],
    ['slow limits differ', [[10], [11]]],
    [
      'fast limits differ',
      [
        [null, 10, 1],
        [null, 9, 1],
      ],
    ],
    [
      'limits differ beside a key without any',
      [
        [null, null],
        [null, 10],
        [null, 9],
      ],
    ],
  ])('names both datasets where %s', async (_, maxShapes) => {
    const last = maxShapes.length - 1;
    await expect(agree(maxShapes)).rejects.toMatchObject({
      code: 'WRONG_SHAPE',
      object: `/key${last}`,
      message: expect.stringContaining(`/key${last - 1}`),
      remedy,
    });
  });

  it.each<[string, MaxShape, number]>([
    ['too few axes', [10], 2],
    ['more than one element per point', [10, 3], 1],
  ])('refuses a key with %s for the rank asked for', async (_, maxShape, rank) => {
    await expect(agree([maxShape], rank)).rejects.toMatchObject({ code: 'WRONG_SHAPE', object: '/key0', remedy });
  });

  it.each([
    ['text', dtypes.string],
    ['a compound', dtypes.compound([['a', dtypes.int32]])],
    ['bytes of variable length', dtypes.variableLengthBytes],
  ])('refuses keys of %s', async (_, dtype) => {
    const live = await MemoryScan.create({ key: { shape: [3], dtype } });
    const keys = await live.datasets('key');
    expect(() => agreeOnScan(keys, undefined)).toThrow(expect.objectContaining({ code: 'WRONG_DTYPE', remedy }));
  });

  it('refuses a key without a dataspace', async () => {
    const live = await MemoryScan.create({ key: { shape: null } });
    const keys = await live.datasets('key');
    expect(() => agreeOnScan(keys, undefined)).toThrow(expect.objectContaining({ code: 'NULL_DATASPACE', remedy }));
  });
});
