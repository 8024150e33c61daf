import { LiveWriter, pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import type { DataSourceOptions } from '@h5tail/frames';
import { describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { upTo } from '../../../follower/test/number-lists.js';
import { builtProgram } from './program-bundle.js';
import type { FollowTask } from './programs/follow-frames.js';
import type { MemoryUse } from './programs/million-keys.js';
import { ScratchFolder } from './scratch-folder.js';

const python = pythonForInterop();
const program = builtProgram('follow-frames');
const leaving = builtProgram('leave-nothing');
const counting = builtProgram('million-keys');
const processes = 4;
const frames = 3000;

interface Followed {
  readonly indices: readonly number[];
  readonly wrong: readonly number[];
  readonly end: unknown;
}

describe.skipIf(python === undefined).each(testBackends)('four processes share a live scan on $name', ({ name }) => {
  it.each([
    ['point by point, growing', { growing: true, bounded: true }, {}, 1],
    ['every third point, in a grid', { grid: [50, 60] }, { every: 3 }, 1],
    ['chunk by chunk, growing', { growing: true, bounded: true, chunks: [16, 3, 2] }, {}, 16],
    ['chunk by chunk, compressed', { chunks: [16, 3, 2], filters: ['gzip:1'] }, {}, 16],
  ])('%s: each frame goes to one of them', async (_, layout, options, block) => {
    await using folder = await ScratchFolder.create();
    const path = folder.file('scan.h5');
    const frame = { frameShape: [3, 2], dtype: 'int32' as const };
    const spec = { path, data: '/data', keys: ['/key'], frames, ...frame, ...layout };
    await using writer = await LiveWriter.start({ python: python as string });
    await writer.step({ do: 'create_scan', ...spec });
    const runs = upTo(processes).map((index) => {
      const own: Partial<DataSourceOptions> = { ...options, partition: { index, count: processes } };
      const task: FollowTask = { backend: name, path, key: '/key', data: '/data', ...frame, options: own };
      return program.start(task);
    });
    await Promise.all(runs.map((run) => run.printed(1)));
    await writer.scan(spec).done;
    const ended = await Promise.all(runs.map((run) => run.ended));
    expect(ended.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(upTo(processes).map(() => [0, '']));
    const every = 'every' in options ? options.every : 1;
    const wanted = upTo(frames).filter((index) => index % every === 0);
    ended.forEach(({ results }, process) => {
      const { indices, wrong, end } = results[1] as Followed;
      expect([wrong, end]).toEqual([[], { reason: 'complete' }]);
      const own = wanted.filter((index) => Math.floor(index / every / block) % processes === process);
      expect(indices).toEqual(own);
    });
  });
});

describe.skipIf(python === undefined).each(testBackends)('a process on $name', ({ name }) => {
  it('ends by itself however a follow of a live file was left', async () => {
    await using folder = await ScratchFolder.create();
    const path = folder.file('live.h5');
    await using writer = await LiveWriter.start({ python: python as string });
    // Chunks large enough that the native backend decompresses them on its other thread.
    const [count, frame] = [40, [128, 128]];
    const chunks = { chunks: [4, ...frame], maxShape: [null, ...frame], dtype: 'int32' };
    const datasets = [
      { path: '/data', shape: [count, ...frame], ...chunks },
      { path: '/compressed', shape: [count, ...frame], ...chunks, filters: ['gzip:1'] },
      ...upTo(2).map((i) => ({ path: `/turns/${i}`, shape: [count / 2, ...frame], ...chunks })),
      { path: '/keys', dtype: 'int32', shape: [count, 1, 1], maxShape: [null, 1, 1], chunks: [64, 1, 1] },
      { path: '/too-many-keys', dtype: 'int32', shape: [count + 1, 1, 1], maxShape: [null, 1, 1], chunks: [64, 1, 1] },
    ];
    await writer.step({ do: 'create', path, datasets });
    await writer.step({ do: 'swmr' });
    for (const dataset of datasets) await writer.step({ do: 'write', dataset: dataset.path, value: 7 });
    await writer.step({ do: 'flush' });

    const { exitCode, results, stderr } = await leaving.start({ backend: name, path, frames: count }).ended;
    expect([exitCode, stderr]).toEqual([0, '']);
    const items = (kind: string): number => (kind === 'chunks' ? count / 4 : count);
    const expected = ['/data', '/compressed', 'interleaved', 'chunks'].flatMap((kind) => [
      { kind, way: 'end', ended: 'idle-timeout', count: items(kind), left: [] },
      { kind, way: 'break', ended: 'break', count: 2, left: [] },
      { kind, way: 'abort', ended: 'aborted', count: items(kind), left: [] },
      kind === 'chunks'
        ? { kind, way: 'fault', ended: 'refused', count: items(kind), left: [] }
        : { kind, way: 'fault', ended: 'TRANSIENT_READ', count, left: [] },
    ]);
    expect(results).toEqual(expected);
  });

  it.each(['ranges', 'indices'] as const)('follows 1,000,000 keys in the same memory, by %s', async (by) => {
    await using folder = await ScratchFolder.create();
    const path = folder.file('keys.h5');
    const [keys, step] = [1_000_000, 20_000];
    await using writer = await LiveWriter.start({ python: python as string });
    const dataset = { path: '/keys', dtype: 'uint8', shape: [0], maxShape: [keys], chunks: [4096] };
    await writer.step({ do: 'create', path, datasets: [dataset] });
    await writer.step({ do: 'swmr' });
    const run = counting.start({ backend: name, path, keys, by }, ['--expose-gc']);
    await run.printed(1);
    for (let start = 0; start < keys; start += step) {
      await writer.step({ do: 'resize', dataset: '/keys', shape: [start + step] });
      await writer.step({ do: 'write', dataset: '/keys', selection: [[start, start + step]], value: 1 });
      await writer.step({ do: 'flush', dataset: '/keys' });
      // A sample for each fifth, before the next one is written.
      if (((start + step) * 5) % keys === 0) await run.printed(1 + ((start + step) * 5) / keys);
    }
    const { exitCode, results, stderr } = await run.ended;
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(results.at(-1)).toEqual({ seen: keys, wrong: 0, end: { reason: 'complete' } });
    const samples = results.slice(1, -1) as MemoryUse[];
    const [first, last] = [samples[0] as MemoryUse, samples.at(-1) as MemoryUse];
    expect(samples.map(({ ready }) => ready)).toEqual([200_000, 400_000, 600_000, 800_000, 1_000_000]);
    // 800,000 keys later: a byte for each would be more.
    for (const kind of ['heapUsed', 'external', 'arrayBuffers'] as const) {
      expect(last[kind] - first[kind], kind).toBeLessThan(500_000);
    }
    expect(last.growths).toBe(first.growths);
  });
});
