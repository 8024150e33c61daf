import { Hdf5Error, openFile, type Dataset } from '@h5tail/adapter';
import { interceptingAdapter, memoryAdapter, MemoryDisk } from '@h5tail/adapter-conformance/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { simulatedDtypeNames } from '../../src/commands/simulate/simulated-dtypes.js';
import { simulatedFrames, simulatedPixel } from '../../src/commands/simulate/simulated-frame.js';
import { FakeClock } from '../fake-clock.js';
import { FakeProcess } from '../fake-environment.js';

let disk: MemoryDisk;
let process: FakeProcess;

beforeEach(() => {
  disk = new MemoryDisk();
  process = new FakeProcess({ disk });
});

async function datasets(): Promise<Record<'frames' | 'keys' | 'finished', Dataset>> {
  const file = await openFile('/scan.h5', { adapter: memoryAdapter({ disk }), mode: 'r' });
  return {
    frames: await file.dataset('/entry/data/frames'),
    keys: await file.dataset('/entry/keys'),
    finished: await file.dataset('/entry/finished'),
  };
}

describe('simulate', () => {
  it('writes a scan and acknowledges every step', async () => {
    expect(await process.run('simulate', '/scan.h5', '--frames', '3', '--shape', '4x8', '--interval', '1')).toBe(0);
    expect(process.output).toMatchObject([
      {
        event: 'created',
        file: '/scan.h5',
        data: '/entry/data/frames',
        keys: '/entry/keys',
        finished: '/entry/finished',
      },
      { event: 'frame', index: 0 },
      { event: 'frame', index: 1 },
      { event: 'frame', index: 2 },
      { event: 'closed', frames: 3 },
    ]);
    expect(process.stderr.lines).toEqual(['h5tail: 3 frames written, complete; /scan.h5 is closed']);
    const { frames, keys, finished } = await datasets();
    expect(frames).toMatchObject({ shape: [3, 4, 8], maxShape: [3, 4, 8], chunks: [1, 4, 8] });
    expect((await keys.read()).data).toEqual(BigInt64Array.of(1n, 1n, 1n));
    expect(keys.shape).toEqual([3, 1, 1]);
    expect((await finished.read()).data).toEqual(BigInt64Array.of(1n));
    expect((await frames.read([2])).data).toEqual(simulatedFrames([4, 8], 'uint16')(2));
  });

  it('keeps to an interval that is longer than any timer', async () => {
    const clock = new FakeClock();
    process = new FakeProcess({ disk, clock });
    expect(await process.run('simulate', '/scan.h5', '--frames', '3', '--shape', '2', '--interval', '3e9')).toBe(0);
    expect(clock.time).toBe(6e9);
  });

  it('writes a grid row by row', async () => {
    await process.run('simulate', '/scan.h5', '--grid', '2x3', '--shape', '5', '--interval', '0');
    const { frames, keys } = await datasets();
    expect([frames.shape, keys.shape]).toEqual([
      [2, 3, 5],
      [2, 3, 1],
    ]);
    expect((await frames.read([1, 2])).data).toEqual(simulatedFrames([5], 'uint16')(5));
  });

  it.each(simulatedDtypeNames)('writes %s', async (dtype) => {
    await process.run('simulate', '/scan.h5', '--frames', '1', '--dtype', dtype, '--shape', '7x9', '--interval', '0');
    const { frames } = await datasets();
    expect((await frames.read([0])).data).toEqual(simulatedFrames([7, 9], dtype)(0));
  });

  it('finishes and closes the file when it is interrupted', async () => {
    process.stdout.onText = (text) => text.includes('"index": 1,') && process.stop('SIGINT');
    expect(await process.run('simulate', '/scan.h5', '--frames', '1000', '--shape', '2x2')).toBe(130);
    expect(process.output.at(-1)).toEqual({ event: 'closed', frames: 2 });
    expect(process.stderr.lines).toEqual(['h5tail: 2 frames written, interrupted; /scan.h5 is closed']);
    const { frames, finished } = await datasets();
    expect(frames.shape).toEqual([2, 2, 2]);
    expect((await finished.read()).data).toEqual(BigInt64Array.of(1n));
  });

  it('closes the file when nobody reads its acknowledgements', async () => {
    process.stdout.onText = () => (process.stdout.failure = 'EPIPE');
    expect(await process.run('simulate', '/scan.h5', '--frames', '1000', '--shape', '2x2', '--interval', '1')).toBe(0);
    expect((await (await datasets()).finished.read()).data).toEqual(BigInt64Array.of(1n));
  });

  it('says how far it came when the disk is full', async () => {
    let left = 3;
    const adapter = interceptingAdapter(memoryAdapter({ disk }), {
      dataset: (original) => ({
        async write(selection, data) {
          if (original.path.endsWith('frames') && left-- === 0) throw new Hdf5Error('NO_SPACE', 'the disk is full');
          return original.write(selection, data);
        },
      }),
    });
    process = new FakeProcess({ adapter });
    expect(await process.run('simulate', '/scan.h5', '--frames', '9', '--interval', '0')).toBe(1);
    expect(process.stderr.lines).toEqual(['h5tail: after 3 frames: the disk is full']);
    expect(await (await datasets()).frames.file.writerState()).toBe('closed');
  });

  it('replaces a file only when told to', async () => {
    await process.run('simulate', '/scan.h5', '--frames', '1', '--interval', '0');
    expect(await process.run('simulate', '/scan.h5', '--frames', '2', '--interval', '0')).toBe(1);
    expect(process.stderr.lines.at(-1)).toMatch(/^h5tail: \/scan\.h5: .*--overwrite/);
    expect(await process.run('simulate', '/scan.h5', '--frames', '2', '--interval', '0', '--overwrite')).toBe(0);
    expect((await datasets()).frames.shape).toEqual([2, 64, 64]);
  });
});

describe('the simulated frame', () => {
  it.each([[[64, 64]], [[3, 100]], [[1]], [[5]], [[2, 3, 4]], [[50, 2]]])(
    'is computable pixel by pixel: %j',
    (shape) => {
      const columns = shape.at(-1) as number;
      const frameAt = simulatedFrames(shape, 'int8');
      for (const index of [0, 1, 17, 1000, 123_456]) {
        const expected = Array.from({ length: frameAt(index).length }, (_, pixel) =>
          simulatedPixel(index, Math.floor(pixel / columns), pixel % columns, shape),
        );
        expect([...frameAt(index)]).toEqual(expected);
      }
    },
  );

  it('fits every dtype and differs from frame to frame', () => {
    const frameAt = simulatedFrames([16, 16], 'uint8');
    const seen = new Set<string>();
    for (let index = 0; index < 5000; index++) {
      const frame = frameAt(index) as Uint8Array;
      expect(Math.max(...frame)).toBeLessThanOrEqual(100);
      seen.add(frame.join());
    }
    expect(seen.size).toBe(5000);
  });

  it('carries its index in the first pixels', () => {
    const frame = simulatedFrames([64, 64], 'uint16')(0b1011) as Uint16Array;
    expect([...frame.subarray(0, 5)]).toEqual([100, 100, 0, 100, 0]);
  });
});
