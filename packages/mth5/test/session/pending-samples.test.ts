import { dtypes } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import { PendingSamples } from '../../src/session/pending-samples.js';
import { SampleType } from '../../src/session/sample-type.js';

function pending(...pieces: readonly (readonly number[])[]): PendingSamples {
  const samples = new PendingSamples(new SampleType(dtypes.int32, {}));
  for (const piece of pieces) samples.add(Int32Array.from(piece));
  return samples;
}

describe('samples that wait', () => {
  it('come out in the order in which they came', () => {
    const samples = pending([1, 2], [], [3], [4, 5, 6]);
    expect(samples.length).toBe(6);
    expect(samples.first(6)).toEqual(Int32Array.of(1, 2, 3, 4, 5, 6));
    expect(samples.first(4)).toEqual(Int32Array.of(1, 2, 3, 4));
    expect(samples.first(2)).toEqual(Int32Array.of(1, 2));
    expect(samples.first(0)).toEqual(Int32Array.of());
  });

  it('stay until they are dropped', () => {
    const samples = pending([1, 2], [3, 4, 5]);
    samples.first(3);
    samples.drop(3);
    expect(samples.length).toBe(2);
    expect(samples.first(2)).toEqual(Int32Array.of(4, 5));
    samples.drop(2);
    samples.add(Int32Array.of(6));
    expect(samples.first(1)).toEqual(Int32Array.of(6));
  });

  it('are copied, and stay where they are while they are written', () => {
    const samples = pending([1, 2, 3]);
    const given = Int32Array.of(4);
    samples.add(given);
    given[0] = 9;
    const written = samples.first(3);
    samples.add(new Int32Array(100_000).fill(5));
    expect(written).toEqual(Int32Array.of(1, 2, 3));
    samples.drop(3);
    expect(samples.first(2)).toEqual(Int32Array.of(4, 5));
    expect(samples.length).toBe(100_001);
  });

  it('show the last of them', () => {
    const samples = pending([1, 2, 3], [4], [5, 6]);
    expect(samples.last(4)).toEqual([3, 4, 5, 6]);
    expect(samples.last(9)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(pending().last(3)).toEqual([]);
  });
});
