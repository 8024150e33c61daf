import type { Hdf5Adapter } from '@h5tail/adapter';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { upTo } from '../../../follower/test/number-lists.js';
import { followLive } from './live-run.js';
import { ScratchFolder } from './scratch-folder.js';

const python = pythonForInterop();

const stack = {
  data: '/entry/data',
  keys: ['/entry/keys'],
  frames: 300,
  frameShape: [16, 16],
  dtype: 'uint16' as const,
  intervalMs: 2,
};

describe.skipIf(python === undefined).each(testBackends)('frames of a live h5py writer on $name', (backend) => {
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await backend.createAdapter();
  });

  it.each([
    ['growing', { growing: true, bounded: true }],
    ['preallocated', {}],
  ])('3000 of 64 x 64 at 2 ms: all right, none missing, none twice (%s)', async (_, layout) => {
    await using folder = await ScratchFolder.create();
    const spec = { ...stack, frames: 3000, frameShape: [64, 64], ...layout };
    const run = await followLive(python as string, adapter, folder.file('scan.h5'), spec);
    expect(run.wrong).toEqual([]);
    expect(run.indices).toEqual(upTo(3000));
    expect(run.end).toEqual({ reason: 'complete' });
    // Most of them were read while the writer was at it, so this was a live read.
    expect(run.readLive).toBeGreaterThan(1500);
  });

  it.each([
    ['preallocated', {}],
    ['growing by rows', { growing: true, bounded: true }],
  ])('of a grid with keys of shape (Ny, Nx, 1, 1), %s', async (_, layout) => {
    await using folder = await ScratchFolder.create();
    const spec = { ...stack, frames: 600, grid: [20, 30], ...layout };
    const run = await followLive(python as string, adapter, folder.file('scan.h5'), spec);
    expect(run.wrong).toEqual([]);
    expect(run.indices).toEqual(upTo(600));
    expect(run.positions).toEqual(upTo(600).map((index) => [Math.floor(index / 30), index % 30]));
    expect(run.end).toEqual({ reason: 'complete' });
  });

  it('of two key datasets filled at different speeds and out of order', async () => {
    await using folder = await ScratchFolder.create();
    const spec = {
      ...stack,
      keys: ['/entry/keys/fast', '/entry/keys/slow'],
      frames: 600,
      keyLagFrames: [0, 11],
      order: 'shuffle-window' as const,
      window: 8,
      seed: 5,
    };
    const run = await followLive(python as string, adapter, folder.file('scan.h5'), spec);
    expect(run.wrong).toEqual([]);
    expect(run.indices).toEqual(upTo(600));
    expect(run.end).toEqual({ reason: 'complete' });
  });

  it('that is killed half-way: all that have a key, then the idle time-out', async () => {
    await using folder = await ScratchFolder.create();
    const spec = { ...stack, frames: 600, killAfter: 300, growing: true, finished: '/entry/finished' };
    const run = await followLive(python as string, adapter, folder.file('scan.h5'), spec, { timeoutMs: 700 });
    expect(run.written).toMatchObject({ wasKilled: true, frames: 300 });
    expect(run.wrong).toEqual([]);
    expect(run.indices).toEqual(upTo(300));
    expect(run.end).toEqual({ reason: 'idle-timeout' });
  });

  it('that is killed between a frame and its keys: the frame is not handed out', async () => {
    await using folder = await ScratchFolder.create();
    const spec = { ...stack, frames: 600, killAfter: 300, keyLagFrames: [4] };
    const run = await followLive(python as string, adapter, folder.file('scan.h5'), spec, { timeoutMs: 700 });
    expect(run.indices).toEqual(upTo(296));
    expect(run.end).toEqual({ reason: 'idle-timeout', missing: 296 });
  });

  it('of an endless scan that ends by the finished flag', async () => {
    await using folder = await ScratchFolder.create();
    const spec = { ...stack, growing: true, finished: '/entry/finished' };
    const run = await followLive(python as string, adapter, folder.file('scan.h5'), spec);
    expect([run.wrong, run.indices, run.end]).toEqual([[], upTo(300), { reason: 'finished' }]);
  });

  it('of an endless scan that ends because the writer closes the file', async () => {
    await using folder = await ScratchFolder.create();
    const spec = { ...stack, growing: true };
    const run = await followLive(python as string, adapter, folder.file('scan.h5'), spec, { afterwards: 'close' });
    expect([run.wrong, run.indices, run.end]).toEqual([[], upTo(300), { reason: 'closed' }]);
  });

  it.each([
    ['compressed', { filters: ['gzip:1'], dtype: 'int32' as const }],
    ['of 64-bit numbers with keys in chunks of 1', { dtype: 'uint64' as const, keyChunks: [1, 1, 1] }],
    ['scalars', { frameShape: [], dtype: 'float64' as const, keyDtype: 'uint16' }],
  ])('%s', async (_, changes) => {
    await using folder = await ScratchFolder.create();
    const spec = { ...stack, growing: true, bounded: true, ...changes };
    const run = await followLive(python as string, adapter, folder.file('scan.h5'), spec);
    expect([run.wrong, run.indices, run.end]).toEqual([[], upTo(300), { reason: 'complete' }]);
  });

  it('stops at a point that is left out, with what is behind it kept', async () => {
    await using folder = await ScratchFolder.create();
    const spec = { ...stack, frames: 100, gap: [40] };
    const path = folder.file('scan.h5');
    const run = await followLive(python as string, adapter, path, spec, { timeoutMs: 400, afterwards: 'close' });
    expect([run.wrong, run.indices, run.end]).toEqual([[], upTo(40), { reason: 'closed', missing: 40, heldBack: 59 }]);
  });
});
