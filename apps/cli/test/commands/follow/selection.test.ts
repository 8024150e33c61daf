import { dtypes, openFile } from '@h5tail/adapter';
import { memoryAdapter, MemoryDisk } from '@h5tail/adapter-conformance/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../fake-clock.js';
import { FakeProcess } from '../../fake-environment.js';
import { writeScan } from '../../memory-scan.js';

const path = '/scan.h5';
const follow = ['follow', path, '--keys', '/keys', '--data', '/data'];

let disk: MemoryDisk;
let clock: FakeClock;
let process: FakeProcess;

beforeEach(() => {
  disk = new MemoryDisk();
  clock = new FakeClock();
  process = new FakeProcess({ disk, clock });
});

/** Frames of 3 by 4 pixels that count on: pixel p of frame i is 12 i + p. */
async function write(keys: readonly number[], rest: { finished?: number; leaveOpen?: boolean } = {}) {
  const data = Uint16Array.from({ length: 12 * keys.length }, (_, i) => i);
  return writeScan(memoryAdapter({ disk }), path, { dtype: dtypes.uint16, frameShape: [3, 4], data, keys, ...rest });
}

const ready = (count: number): number[] => Array.from({ length: count }, () => 1);

interface Line {
  readonly index: number;
  readonly data: Readonly<Record<string, { shape: number[]; values: number[]; sum: number }>>;
}

const indices = (of = process): number[] => (of.output as Line[]).map(({ index }) => index);

describe('--every', () => {
  it('prints the points whose index is a multiple', async () => {
    await write(ready(11));
    expect(await process.run(...follow, '--every', '4', '--values')).toBe(0);
    expect(indices()).toEqual([0, 4, 8]);
    expect((process.output as Line[]).map(({ data }) => data['/data']?.values[0])).toEqual([0, 48, 96]);
    expect(process.stderr.lines).toEqual(['h5tail: 3 frames, complete: every key is set']);
  });
});

describe('--region', () => {
  it.each<[string, number[], number[]]>([
    ['1:3,1:3', [2, 2], [5, 6, 9, 10]],
    ['2', [4], [8, 9, 10, 11]],
    [':,0:4:2', [3, 2], [0, 2, 4, 6, 8, 10]],
    ['1:,:2', [2, 2], [4, 5, 8, 9]],
    [':,1::2', [3, 2], [1, 3, 5, 7, 9, 11]],
    ['/data=0,3', [], [3]],
  ])('reads %s', async (region, shape, values) => {
    await write([1]);
    const rank = ['--scan-rank', '1'];
    expect(await process.run(...follow, ...rank, '--values', '--region', region)).toBe(0);
    const sum = values.reduce((total, value) => total + value, 0);
    const [line] = process.output as Line[];
    expect(line?.data['/data']).toMatchObject({ shape, values, sum, min: values[0], max: values.at(-1) });
  });

  it('takes one for a dataset and one for the others', async () => {
    await write(ready(2));
    const both = [...follow, '--data', 'data', '--region', '0,0', '--region', 'data=1,1', '--values'];
    expect(await process.run(...both)).toBe(0);
    const [, line] = process.output as Line[];
    expect([line?.data['/data']?.values, line?.data['data']?.values]).toEqual([[12], [17]]);
  });

  it.each([
    ['0:9', '/scan.h5 : /data: the region ends at 9, beyond axis 0 of frames of shape (3, 4)'],
    ['0,0,0', '/scan.h5 : /data: a region of 3 axes does not fit frames of shape (3, 4)'],
    [
      '3:',
      '/scan.h5 : /data: the region begins at 3, behind the end of an axis of 3. Give a region inside of the frame',
    ],
  ])('refuses %s with 1, for frames are not like that', async (region, words) => {
    await write(ready(2));
    expect(await process.run(...follow, '--region', region)).toBe(1);
    expect(process.stderr.lines).toEqual([expect.stringContaining(words) as string]);
  });
});

describe('--partition', () => {
  it.each([[[]], [['--every', '3']], [['--from', '5']]])('shares all points with %j', async (flags) => {
    await write(ready(20));
    await process.run(...follow, ...flags);
    const expected = indices();
    const shares: number[][] = [];
    for (const share of ['0/3', '1/3', '2/3']) {
      const one = new FakeProcess({ disk, clock });
      expect(await one.run(...follow, ...flags, '--partition', share)).toBe(0);
      shares.push(indices(one));
    }
    expect(shares.flat().toSorted((a, b) => a - b)).toEqual(expected);
    for (const share of shares) expect(share.length).toBeLessThan(expected.length);
  });
});

describe('--interleaved', () => {
  it('follows datasets that take turns, also without --data', async () => {
    const adapter = memoryAdapter({ disk });
    const file = await openFile(path, { adapter, mode: 'w' });
    await file.root.createDataset('even', {
      dtype: dtypes.int32,
      shape: [3, 2],
      data: Int32Array.of(0, 1, 4, 5, 8, 9),
    });
    await file.root.createDataset('odd', { dtype: dtypes.int32, shape: [2, 2], data: Int32Array.of(2, 3, 6, 7) });
    await file.root.createDataset('keys', { dtype: dtypes.int32, shape: [5], data: Int32Array.of(1, 1, 1, 1, 1) });
    await file.close();
    const flags = ['--keys', '/keys', '--interleaved', 'both=/even,/odd', '--values'];
    expect(await process.run('follow', path, ...flags)).toBe(0);
    expect((process.output as Line[]).map(({ data }) => data['both']?.values)).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
      [6, 7],
      [8, 9],
    ]);
    const part = new FakeProcess({ disk, clock });
    expect(await part.run('follow', path, ...flags, '--region', 'both=1')).toBe(0);
    expect((part.output as Line[]).map(({ data }) => data['both']?.values)).toEqual([[1], [3], [5], [7], [9]]);
  });
});

describe('--latest', () => {
  it('prints the newest of what is ready', async () => {
    await write(ready(500));
    expect(await process.run(...follow, '--latest')).toBe(0);
    expect(indices()).toEqual([499]);
  });

  it('has no line wait behind a reader that is slow', async () => {
    const file = await write([...ready(3), 0, 0, 0, 0, 0, 0, 0], { leaveOpen: true });
    const keys = await file.dataset('/keys');
    const setKeys = async (from: number, to: number): Promise<void> => {
      await keys.write([[from, to]], new Int32Array(to - from).fill(1));
      await keys.flush();
    };
    // The reader takes the first line only after the writer has gone on, twice.
    const { stdout } = process;
    const held: { chunk: string; done: () => void }[] = [];
    stdout._write = (chunk: string, _encoding, done) => {
      held.push({ chunk, done });
    };
    const ended = process.run(...follow, '--latest');
    await expect.poll(() => held.length).toBe(1);
    await setKeys(3, 6);
    // Time enough for a follow that does not wait for its reader to read the next frame.
    for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => void setImmediate(resolve));
    await setKeys(6, 10);
    const printed: number[] = [];
    stdout._write = (chunk: string, _encoding, done) => {
      if (chunk !== '') printed.push((JSON.parse(chunk) as Line).index);
      done();
    };
    expect(JSON.parse(held[0]?.chunk ?? '')).toMatchObject({ index: 2 });
    held[0]?.done();
    expect(await ended).toBe(0);
    expect(printed).toEqual([9]);
    await file.close();
  });
});

describe('--skip-holes', () => {
  const holes = [1, 1, 0, 1, 0, 0, 1, 1, 0, 0];

  it('says without it what is left behind a hole', async () => {
    await write(holes);
    expect(await process.run(...follow)).toBe(0);
    expect(indices()).toEqual([0, 1]);
    expect(process.stderr.lines).toEqual([
      'h5tail: 2 frames, closed: the writer has closed the file; frame 2 of 10 has no key, ' +
        'and 3 frames behind it are ready: --skip-holes gets them',
    ]);
  });

  it.each(['0', '0.5', 'end'])('passes over what has no key with %s, and lists it', async (when) => {
    await write(holes);
    expect(await process.run(...follow, '--skip-holes', when)).toBe(0);
    expect(indices()).toEqual([0, 1, 3, 6, 7]);
    expect(process.stderr.lines).toEqual([
      'h5tail: 5 frames, closed: the writer has closed the file; ' +
        'passed over 5 frames without a key: 2, 4 to 5, 8 to 9',
    ]);
  });

  it('does not change the exit code of a time-out', async () => {
    await write(holes, { leaveOpen: true });
    expect(await process.run(...follow, '--skip-holes', '1', '--timeout', '4')).toBe(3);
    expect(indices()).toEqual([0, 1, 3, 6, 7]);
    expect(process.stderr.text).toMatch(
      /^h5tail: 5 frames, idle time-out: .*; passed over 5 frames without a key: 2, /,
    );
  });

  it('is complete where the last key is set', async () => {
    await write([1, 0, 1], { leaveOpen: true });
    expect(await process.run(...follow, '--skip-holes', '1')).toBe(0);
    expect(process.stderr.lines).toEqual([
      'h5tail: 2 frames, complete: every key is set or passed over; passed over 1 frame without a key: 1',
    ]);
  });

  it('lists what was passed over also when it is interrupted', async () => {
    await write([1, 0, 1, 0], { leaveOpen: true });
    process.stdout.onText = (text) => {
      if (text.includes('"index": 2')) process.stop('SIGINT');
    };
    expect(await process.run(...follow, '--skip-holes', '1')).toBe(130);
    expect(process.stderr.lines).toEqual(['h5tail: 2 frames, interrupted; passed over 1 frame without a key: 1']);
  });

  it('tells of keys that came too late', async () => {
    const file = await write([1, 0, 1, 0], { leaveOpen: true });
    const keys = await file.dataset('/keys');
    process.stdout.onText = (text) => {
      if (!text.includes('"index": 2')) return;
      clock.onSleep = async () => {
        clock.onSleep = () => undefined;
        await keys.write([[1, 2]], Int32Array.of(1));
        await keys.flush();
      };
    };
    expect(await process.run(...follow, '--skip-holes', '1', '--timeout', '5')).toBe(3);
    expect(indices()).toEqual([0, 2]);
    expect(process.stderr.text).toContain('; passed over 2 frames without a key: 1, 3; 1 key came after that: 1');
  });
});

it('prints no lines with --quiet, and counts them', async () => {
  await write(ready(7));
  expect(await process.run(...follow, '--quiet')).toBe(0);
  expect(process.stdout.text).toBe('');
  expect(process.stderr.lines).toEqual(['h5tail: 7 frames, complete: every key is set']);
});
