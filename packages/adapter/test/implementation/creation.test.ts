import { describe, expect, it } from 'vitest';
import {
  dtypes,
  type Capabilities,
  type CapabilityName,
  type CreateDatasetOptions,
  type Dtype,
} from '../../src/index.js';
import { checkCreation, creationCapabilities, defaultChunk, requireCapabilities } from '../../src/implementation.js';

const place = { file: 'a.h5', object: '/d' };
type Layout = Omit<CreateDatasetOptions, 'data' | 'dtype'>;

describe('checkCreation', () => {
  it.each<[string, Layout, ReturnType<typeof checkCreation>]>([
    ['a fixed shape', { shape: [2, 3] }, { shape: [2, 3], maxShape: [2, 3], chunks: null }],
    ['a single value', { shape: [] }, { shape: [], maxShape: [], chunks: null }],
    ['no extent', { shape: [0] }, { shape: [0], maxShape: [0], chunks: null }],
    ['a chunk', { shape: [4], chunks: [2] }, { shape: [4], maxShape: [4], chunks: [2] }],
    ['growth', { shape: [0], maxShape: [null], chunks: [8] }, { shape: [0], maxShape: [null], chunks: [8] }],
    [
      'growth without a chunk',
      { shape: [0, 4], maxShape: [null, 4] },
      { shape: [0, 4], maxShape: [null, 4], chunks: [1024, 4] },
    ],
  ])('takes %s', (_, layout, wanted) => {
    expect(checkCreation({ dtype: dtypes.int32, ...layout }, place)).toEqual(wanted);
  });

  it.each<[string, Layout]>([
    ['a negative extent', { shape: [-1] }],
    ['a fraction', { shape: [1.5] }],
    ['a maximum of another rank', { shape: [1], maxShape: [1, 1] }],
    ['a maximum below the extent', { shape: [2], maxShape: [1] }],
    ['a chunk of another rank', { shape: [2], chunks: [1, 1] }],
    ['a chunk without extent', { shape: [2], chunks: [0] }],
    ['a chunk larger than the maximum', { shape: [2], chunks: [3] }],
    ['a chunk for a single value', { shape: [], chunks: [] }],
    ['a filter for a single value', { shape: [], filters: [{ id: 1, options: [1] }] }],
  ])('refuses %s', (_, layout) => {
    expect(() => checkCreation({ dtype: dtypes.int32, ...layout }, place)).toThrow(
      expect.objectContaining({ code: 'WRONG_SHAPE', file: 'a.h5', object: '/d' }),
    );
  });
});

describe('defaultChunk', () => {
  it('stays below its limit, within the maximum, and above zero', () => {
    const shapes: readonly (readonly [number[], (number | null)[]])[] = [
      [[0], [null]],
      [
        [0, 512, 512],
        [null, 512, 512],
      ],
      [
        [1, 1],
        [1, 1],
      ],
      [
        [0, 0],
        [0, null],
      ],
      [[100_000], [100_000]],
      [
        [0, 3, 5],
        [null, null, 5],
      ],
    ];
    for (const [shape, maxShape] of shapes) {
      for (const size of [1, 2, 8, 1000]) {
        const chunk = defaultChunk(shape, maxShape, size);
        expect(chunk).toHaveLength(shape.length);
        expect(chunk.every((extent, axis) => extent >= 1 && extent <= Math.max(1, maxShape[axis] ?? Infinity))).toBe(
          true,
        );
        expect(chunk.reduce((product, extent) => product * extent, size)).toBeLessThanOrEqual(128 * 1024);
      }
    }
    expect(defaultChunk([0], [null], 10 ** 6)).toEqual([1]);
  });
});

describe('creationCapabilities', () => {
  it.each<[readonly CapabilityName[], Dtype]>([
    [[], dtypes.int32],
    [['createBigEndian'], { ...dtypes.int32, byteOrder: 'big' }],
    [['createFloat16'], dtypes.float16],
    [['createFloat16', 'createBigEndian'], { ...dtypes.float16, byteOrder: 'big' }],
    [['createBoolean'], dtypes.boolean],
    [['createEnum'], dtypes.enumeration(dtypes.int8, [])],
    [['createArray', 'createFloat16'], dtypes.array(dtypes.float16, [2])],
    [['createOpaque'], dtypes.opaque(1)],
    [['createBitfield'], { class: 'bitfield', size: 1, byteOrder: 'little' }],
    [['createVariableLength'], dtypes.variableLengthBytes],
    [
      ['createBoolean', 'createArray'],
      dtypes.compound([
        ['a', dtypes.boolean],
        ['b', dtypes.array(dtypes.int8, [1])],
      ]),
    ],
    [[], dtypes.string],
    [[], dtypes.objectReference],
  ])('are %j', (wanted, dtype) => {
    expect(creationCapabilities(dtype)).toEqual(wanted);
  });

  it('are asked for by name', () => {
    const backend = { name: 'small', capabilities: { createEnum: true, createArray: false } as Capabilities };
    expect(() => requireCapabilities(backend, ['createEnum'], place)).not.toThrow();
    expect(() => requireCapabilities(backend, ['createEnum', 'createArray'], place)).toThrow(
      expect.objectContaining({
        code: 'UNSUPPORTED',
        message: expect.stringMatching(/'small' lacks .*'createArray'/) as string,
      }),
    );
  });
});
