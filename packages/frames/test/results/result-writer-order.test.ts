import { dtypes, Hdf5Error } from '@h5tail/adapter';
import { ResultWriter, type ResultWriterOptions } from '@h5tail/frames';
import { describe, expect, it } from 'vitest';
import { SimulatedClock } from '../../../follower/test/simulated-clock.js';
import { upTo } from '../../../follower/test/number-lists.js';
import { planFaults } from './plan-faults.js';
import { recordedFile, type RecordedFile } from './recorded-file.js';

const plans = { sum: { dtype: dtypes.int32 } } as const;
type Options = Partial<Omit<ResultWriterOptions<typeof plans>, 'results'>>;

/** A writer of one number per point to a file that records; each call flushes unless said otherwise. */
async function recordedWriter(
  options: Options,
): Promise<
  RecordedFile & { readonly writer: ResultWriter<typeof plans>; readonly put: (...points: number[]) => Promise<void> }
> {
  const recorded = await recordedFile();
  const writer = await ResultWriter.create(recorded.file, {
    maxShape: [4],
    results: plans,
    flushEveryMs: 0,
    ...options,
  });
  recorded.take();
  const put = (...points: number[]): Promise<void> =>
    writer.write(points[0] as number, { sum: Int32Array.from(points, (point) => 10 + point) });
  return { ...recorded, writer, put };
}

const full = new Hdf5Error('NO_SPACE', 'the disk is full');

describe('the order of writing', () => {
  it('is values, flush, key, flush; and the flag last', async () => {
    const { writer, put, take } = await recordedWriter({});
    await put(2);
    expect(take()).toEqual(['write sum [[2,3]] = 12', 'flush sum', 'write keys [[2,3]] = 1', 'flush keys']);
    await put(0, 1);
    expect(take()).toEqual(['write sum [[0,2]] = 10,11', 'flush sum', 'write keys [[0,2]] = 1,1', 'flush keys']);
    await writer.finish();
    expect(take()).toEqual(['write finished null = 1', 'flush finished', 'close']);
  });

  it('grows values and keys together, keys no further than values', async () => {
    const { put, take } = await recordedWriter({ maxShape: [null, 2] });
    await put(2);
    expect(take()).toEqual([
      'resize sum 2,2',
      'write sum [1,[0,1]] = 12',
      'flush sum',
      'resize keys 2,2',
      'write keys [1,[0,1]] = 1',
      'flush keys',
    ]);
    await put(0);
    expect(take()).toEqual(['write sum [0,[0,1]] = 10', 'flush sum', 'write keys [0,[0,1]] = 1', 'flush keys']);
  });

  it('flushes the file once where there are several results', async () => {
    const { file, take } = await recordedFile();
    const results = { a: { dtype: dtypes.uint8 }, b: { dtype: dtypes.float32, shape: [2] } };
    const writer = await ResultWriter.create(file, { maxShape: [2], results });
    take();
    await writer.write(1, { a: Uint8Array.of(3), b: Float32Array.of(4, 5) });
    expect(take()).toEqual([
      'write a [[1,2]] = 3',
      'write b [[1,2]] = 4,5',
      'flush file',
      'write keys [[1,2]] = 1',
      'flush keys',
    ]);
  });

  it('sets keys of exactly the points that are readable, also of a snake', async () => {
    const readable: unknown[] = [];
    const { writer, put, read } = await recordedWriter({
      maxShape: [2, 3],
      order: 'snake',
      onReadable: (points) => readable.push(points),
    });
    await put(1);
    await put(3, 4);
    await put(2);
    expect(readable).toEqual([[[1, 2]], [[3, 5]], [[2, 3]]]);
    expect(await read('/entry/keys')).toEqual([0, 1, 1, 0, 1, 1]);
    expect(await read('/entry/results/sum')).toEqual([0, 11, 12, 0, 14, 13]);
    expect(await read('/entry/finished')).toEqual([0]);
    await writer.finish();
    expect(await read('/entry/keys')).toEqual([0, 1, 1, 0, 1, 1]);
    expect(await read('/entry/finished')).toEqual([1]);
  });
});

describe('blocks', () => {
  it('are written when they are over, each chunk whole', async () => {
    const { put, take } = await recordedWriter({ maxShape: [2, 5], order: 'snake', blockLength: 3 });
    const calls: string[][] = [];
    for (const point of upTo(10)) {
      await put(point);
      calls.push(take().filter((call) => call.startsWith('write sum')));
    }
    expect(calls).toEqual([
      [],
      [],
      ['write sum [0,[0,3]] = 10,11,12'],
      [],
      [],
      ['write sum [0,[3,5]] = 13,14'],
      [],
      [],
      ['write sum [1,[3,5]] = 16,15'],
      ['write sum [1,[0,3]] = 19,18,17'],
    ]);
  });

  it.each([
    ['raster', [5, 7], 4],
    ['snake', [5, 7], 4],
    ['snake', [4, 4], 3],
    ['raster', [3, 2, 5], 7],
    ['snake', [4, 3], 50],
  ] as const)('write each chunk once: %s over %j in blocks of %i', async (order, shape, blockLength) => {
    const { writer, put, calls } = await recordedWriter({ maxShape: shape, order, blockLength });
    const count = shape.reduce<number>((product, extent) => product * extent, 1);
    for (const point of upTo(count)) await put(point);
    await writer.finish();
    const writes = calls.filter((call) => call.startsWith('write sum')).map((call) => call.split(' = ')[0]);
    const width = Math.min(blockLength, shape.at(-1) as number);
    const chunks = (count / (shape.at(-1) as number)) * Math.ceil((shape.at(-1) as number) / width);
    expect([new Set(writes).size, writes.length]).toEqual([chunks, chunks]);
    expect(planFaults({ shape, order, blockLength })).toEqual([]);
  });

  it('that are not full are written at the end', async () => {
    const { writer, put, read, take } = await recordedWriter({ maxShape: [null, 4], blockLength: 3 });
    await put(0, 1, 2, 3, 4);
    take();
    await writer.finish();
    expect(take()[0]).toBe('write sum [0,[3,4]] = 13');
    expect(await read('/entry/results/sum')).toEqual([10, 11, 12, 13, 14, 0, 0, 0]);
    expect(await read('/entry/keys')).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
  });

  it('of an endless stack take no more room than there are points', async () => {
    const { writer, put, read } = await recordedWriter({ maxShape: [null], blockLength: 4 });
    await put(...upTo(6));
    await writer.close();
    expect(await read('/entry/results/sum')).toEqual(upTo(6).map((point) => 10 + point));
    expect(await read('/entry/keys')).toEqual([1, 1, 1, 1, 1, 1]);
    expect(await read('/entry/finished')).toEqual([0]);
  });

  it.each([
    ['within a block', [2, 0, 1, 3]],
    ['over two blocks', [1, 0, 4, 2, 5, 3]],
    ['with holes', [0, 2, 4, 5]],
    ['with blocks that are left out', [0, 1, 30, 31, 32]],
    ['long after their block', [0, 1, 20, 21, 3, 7, 8]],
    ['at the end first', [34, 0, 33, 17]],
    ['again', [0, 1, 2, 1, 3, 4, 5, 0, 8, 8]],
  ])('take points in any order: %s', async (_, points) => {
    for (const order of ['raster', 'snake'] as const) {
      for (const blockLength of [1, 2, 3, 5, 8, 40]) {
        const plain = await recordedWriter({ maxShape: [5, 7], order });
        const blocks = await recordedWriter({ maxShape: [5, 7], order, blockLength });
        for (const point of points) for (const { put } of [plain, blocks]) await put(point);
        for (const { writer } of [plain, blocks]) await writer.finish();
        for (const path of ['/entry/results/sum', '/entry/keys']) {
          expect([order, blockLength, await blocks.read(path)]).toEqual([order, blockLength, await plain.read(path)]);
        }
        expect((await blocks.read('/entry/keys')).filter((key) => key === 1)).toHaveLength(new Set(points).size);
      }
    }
  });
});

describe('flushing', () => {
  it('happens at once after a quiet time, else together when its time has come', async () => {
    const clock = new SimulatedClock();
    let onReadable: ResultWriterOptions['onReadable'];
    const { writer, put, take } = await recordedWriter({
      maxShape: [null],
      flushEveryMs: 20,
      clock: manual(clock),
      onReadable: (points) => onReadable?.(points),
    });
    await put(0);
    expect(take()).toContain('flush keys');
    clock.advance(5);
    await put(1);
    await put(2);
    expect(take().filter((call) => call.startsWith('flush'))).toEqual([]);
    expect(writer.unflushed).toEqual([[1, 3]]);
    const readable = new Promise((resolve) => (onReadable = resolve));
    await wake(clock, 15);
    expect(await readable).toEqual([[1, 3]]);
    expect(take()).toEqual(['flush sum', 'resize keys 3', 'write keys [[1,3]] = 1,1', 'flush keys']);
    clock.advance(20);
    await put(3);
    expect(take()).toContain('flush keys');
    expect(writer.unflushed).toEqual([]);
  });

  it('happens after so many points too', async () => {
    const { put, take } = await recordedWriter({ maxShape: [null], flushEveryMs: 1e6, flushEveryPoints: 3 });
    for (const point of upTo(8)) await put(point);
    expect(take().filter((call) => call.startsWith('write keys'))).toEqual([
      'write keys [[0,1]] = 1',
      'write keys [[1,4]] = 1,1,1',
      'write keys [[4,7]] = 1,1,1',
    ]);
  });

  it('leaves no timer behind', async () => {
    const clock = manual(new SimulatedClock());
    const { writer, put } = await recordedWriter({ maxShape: [null], flushEveryMs: 20, clock });
    await put(0);
    await put(1);
    expect(clock.sleeping).toBe(1);
    await writer.finish();
    expect(clock.sleeping).toBe(0);
  });
});

describe('a fault', () => {
  it.each(['write sum', 'flush sum', 'write keys', 'flush keys'])(
    'at "%s" is told by each call, and nothing more is told readable',
    async (call) => {
      const { writer, put, faults, read, take } = await recordedWriter({});
      await put(0);
      faults.set(call, full);
      await expect(put(1)).rejects.toBe(full);
      faults.clear();
      take();
      await expect(put(1)).rejects.toBe(full);
      await expect(put(2)).rejects.toBe(full);
      await expect(writer.flush()).rejects.toBe(full);
      await expect(writer.finish()).rejects.toBe(full);
      await writer.close();
      expect(take()).toEqual(['close']);
      // The key that is there although its flush failed tells the truth: the values were flushed before.
      expect(await read('/entry/keys')).toEqual([1, call === 'flush keys' ? 1 : 0, 0, 0]);
      expect(await read('/entry/finished')).toEqual([0]);
    },
  );

  it.each([
    ['in a block', 'write sum'],
    ['in a flush', 'flush sum'],
  ])('%s leaves what was readable', async (_, call) => {
    const { writer, put, faults, read } = await recordedWriter({ maxShape: [6], blockLength: 2 });
    await put(0, 1, 2);
    faults.set(call, full);
    await expect(put(3)).rejects.toBe(full);
    faults.clear();
    await writer.close();
    expect((await read('/entry/results/sum')).slice(0, 2)).toEqual([10, 11]);
    expect(await read('/entry/keys')).toEqual([1, 1, 0, 0, 0, 0]);
  });

  it('of a flush that came by itself is told by the next call', async () => {
    const clock = new SimulatedClock();
    const { put, faults, writer, calls } = await recordedWriter({ flushEveryMs: 20, clock: manual(clock) });
    await put(0);
    await put(1);
    faults.set('flush sum', full);
    await wake(clock, 20);
    await expect(put(2)).rejects.toBe(full);
    expect(calls.filter((call) => call === 'flush sum fails')).toHaveLength(1);
    expect(writer.unflushed).toEqual([[1, 2]]);
    await writer.close();
  });

  it('of a flush that came by itself is told by close where no other call did', async () => {
    const clock = new SimulatedClock();
    const { put, faults, writer, file } = await recordedWriter({ flushEveryMs: 20, clock: manual(clock) });
    await put(0);
    await put(1);
    faults.set('flush sum', full);
    await wake(clock, 20);
    await expect(writer.close()).rejects.toBe(full);
    expect(file.status).toBe('closed');
    await writer.close();
  });

  it.each(['flush sum', 'write finished', 'flush finished'])(
    'at the end, "%s", is told; close closes the file',
    async (call) => {
      const { writer, put, faults, file } = await recordedWriter({ flushEveryMs: 1e6 });
      await put(0);
      await put(1);
      faults.set(call, full);
      await expect(writer.finish()).rejects.toBe(full);
      expect(file.status).toBe('open');
      await writer.close();
      expect(file.status).toBe('closed');
    },
  );

  it('at close closes the file nevertheless', async () => {
    const { writer, put, faults, file } = await recordedWriter({ flushEveryMs: 1e6 });
    await put(0);
    await put(1);
    faults.set('flush sum', full);
    await expect(writer.close()).rejects.toBe(full);
    expect(file.status).toBe('closed');
    await writer.close();
  });

  it('of values that do not fit is none: the next ones are taken', async () => {
    const { put, writer, read } = await recordedWriter({ blockLength: 2 });
    await expect(put(7)).rejects.toThrow(RangeError);
    await put(0, 1);
    await writer.finish();
    expect(await read('/entry/keys')).toEqual([1, 1, 0, 0]);
  });
});

describe('a writer of results refuses', () => {
  it.each<
    [string, Options & { results?: Record<string, typeof plans.sum> }, typeof TypeError | typeof RangeError, RegExp]
  >([
    ['no results', { results: {} }, TypeError, /at least one/],
    ['text', { results: { sum: { dtype: dtypes.string as never } } }, TypeError, /class string/],
    ['bytes without meaning', { results: { sum: { dtype: dtypes.opaque(3) as never } } }, TypeError, /class opaque/],
    ['a path for a name', { results: { 'a/b': plans.sum } }, TypeError, /'a\/b' is not the name/],
    ['a scan of rank 0', { maxShape: [] }, RangeError, /rank 0/],
    ['an endless fast axis', { maxShape: [4, null] }, RangeError, /axis 1 has no limit/],
    ['an empty axis', { maxShape: [0] }, RangeError, /axis 0/],
    ['another order', { order: 'spiral' as 'snake' }, RangeError, /'spiral'/],
    ['blocks of nothing', { blockLength: 0 }, RangeError, /block/],
    ['a negative time', { flushEveryMs: -1 }, RangeError, /-1/],
    ['half a point', { flushEveryPoints: 0.5 }, RangeError, /flush/],
  ])('%s', async (_, options, ErrorClass, message) => {
    const { file } = await recordedFile();
    const create = ResultWriter.create(file, { maxShape: [4], results: plans, ...options });
    await expect(create).rejects.toThrow(ErrorClass);
    await expect(create).rejects.toThrow(message);
    expect(await file.root.children()).toEqual([]);
    expect(file.status).toBe('open');
  });

  it('values that do not fit', async () => {
    const { writer, read } = await recordedWriter({});
    const invalid = { code: 'INVALID_DATA', object: '/entry/results' };
    const write = (index: number, values: unknown): Promise<void> =>
      writer.write(index, values as { sum: Int32Array<ArrayBuffer> });
    await expect(write(0, { sum: Float64Array.of(1) })).rejects.toMatchObject(invalid);
    await expect(write(0, { sum: [1] })).rejects.toMatchObject(invalid);
    await expect(write(0, { sum: Int32Array.of() })).rejects.toMatchObject(invalid);
    await expect(write(0, {})).rejects.toThrow(/'sum' is missing/);
    await expect(write(0, { sum: Int32Array.of(1), mean: Int32Array.of(1) })).rejects.toThrow(/no result 'mean'/);
    await expect(write(4, { sum: Int32Array.of(1) })).rejects.toThrow(RangeError);
    await expect(write(3, { sum: Int32Array.of(1, 2) })).rejects.toThrow(RangeError);
    await expect(write(-1, { sum: Int32Array.of(1) })).rejects.toThrow(RangeError);
    await expect(write(0.5, { sum: Int32Array.of(1) })).rejects.toThrow(RangeError);
    expect(await read('/entry/keys')).toEqual([0, 0, 0, 0]);
  });

  it('results of different numbers of points, and incomplete frames', async () => {
    const { file } = await recordedFile();
    const results = { a: { dtype: dtypes.uint8 }, b: { dtype: dtypes.uint8, shape: [2] } };
    const writer = await ResultWriter.create(file, { maxShape: [4], results });
    const write = (a: number, b: number): Promise<void> =>
      writer.write(0, { a: new Uint8Array(a), b: new Uint8Array(b) });
    await expect(write(2, 2)).rejects.toThrow(/'b' is of 1 points/);
    await expect(write(1, 3)).rejects.toThrow(/'b' has 2 elements per point/);
    await write(2, 4);
  });

  it('points after the end', async () => {
    const { writer, put } = await recordedWriter({});
    await writer.finish();
    await expect(put(0)).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(writer.flush()).rejects.toMatchObject({ code: 'CLOSED' });
    await writer.finish();
    await writer.close();
    const closed = await recordedWriter({});
    await closed.writer.close();
    await expect(closed.writer.finish()).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('a group that is there already, and leaves the file to its owner', async () => {
    const { file } = await recordedFile();
    await file.root.createGroup('entry/results');
    await expect(ResultWriter.create(file, { maxShape: [4], results: plans })).rejects.toMatchObject({
      code: 'OBJECT_EXISTS',
    });
    expect([file.status, file.swmr]).toEqual(['open', 'none']);
  });
});

interface ManualClock {
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly sleeping: number;
}
const sleepers = new WeakMap<SimulatedClock, Set<() => void>>();

/** The time of a simulated clock; sleeps end by {@link wake} alone. */
function manual(clock: SimulatedClock): ManualClock {
  const waiting = new Set<() => void>();
  sleepers.set(clock, waiting);
  return {
    now: () => clock.now(),
    sleep: (_, signal) =>
      new Promise((resolve, reject) => {
        waiting.add(resolve);
        signal?.addEventListener('abort', () => {
          waiting.delete(resolve);
          reject(signal.reason as Error);
        });
      }),
    get sleeping() {
      return waiting.size;
    },
  };
}

/** Lets time pass, ends all sleeps, and lets what they held up run. */
async function wake(clock: SimulatedClock, ms: number): Promise<void> {
  clock.advance(ms);
  for (const end of sleepers.get(clock) ?? []) end();
  sleepers.get(clock)?.clear();
  await Promise.resolve();
  await Promise.resolve();
}
