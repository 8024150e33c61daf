import type { Hdf5Adapter, Hdf5File } from '@h5tail/adapter';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { upTo } from '../../../follower/test/number-lists.js';
import { followSources, type ChosenDatasets } from './live-run.js';
import { ScratchFolder } from './scratch-folder.js';

const python = pythonForInterop();

const scan = {
  key: '/entry/keys',
  data: '/frames',
  sources: 3,
  file: 'source-%b.h5',
  virtual: '/entry/data',
  links: true,
  frames: 900,
  frameShape: [3, 4],
  dtype: 'int32' as const,
  // No frame holds it.
  virtualFill: -1,
};

const virtual = async (file: Hdf5File): Promise<ChosenDatasets> => ({
  datasets: { virtual: await file.dataset('/entry/data') },
});
const links = async (file: Hdf5File): Promise<ChosenDatasets> => ({
  interleaved: { linked: await Promise.all(upTo(3).map((source) => file.dataset(`/links/${source}`))) },
});
const both = async (file: Hdf5File): Promise<ChosenDatasets> => ({ ...(await virtual(file)), ...(await links(file)) });

const turns = { mapping: 'turns' as const };
const blocks = { mapping: 'blocks' as const };
const growing = { growing: true, bounded: true };
const unlimited = { growing: true, unlimited: true };

describe.skipIf(python === undefined).each(testBackends)('frames of three live files on $name', (backend) => {
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await backend.createAdapter();
  });

  it.each([
    ['in turns, preallocated', turns, virtual],
    ['in blocks, preallocated', blocks, virtual],
    ['in turns, growing', { ...turns, ...growing }, virtual],
    ['in blocks, growing', { ...blocks, ...growing }, virtual],
    ['in turns, without limits', { ...turns, ...unlimited }, virtual],
    ['in turns, without limits, keys too', { ...turns, ...unlimited, growingKeys: true }, virtual],
    ['in blocks with numbered names', { ...blocks, unlimited: true }, virtual],
    ['in blocks with numbered names, growing', { ...blocks, ...unlimited }, virtual],
    ['in turns, compressed', { ...turns, ...growing, filters: ['gzip:1'] }, virtual],
    ['in turns, in files that come later', { ...turns, ...growing, late: true }, virtual],
    ['in blocks, in files that come later', { ...blocks, late: true }, virtual],
    ['in blocks, in files that come later, growing', { ...blocks, ...growing, late: true }, virtual],
    ['in turns, without limits, in files that come later', { ...turns, ...unlimited, late: true }, virtual],
    ['in blocks with numbered names that come later', { ...blocks, unlimited: true, late: true }, virtual],
    ['through external links', { ...turns, ...growing }, links],
    ['through external links and a virtual dataset, growing', { ...turns, ...growing }, both],
    ['through external links and a virtual dataset', turns, both],
    ['through external links and an unlimited virtual dataset', { ...turns, ...unlimited }, both],
  ])('%s: all as they were written', async (_, layout, choose) => {
    await using folder = await ScratchFolder.create();
    const spec = { ...scan, ...layout, path: folder.file('master.h5') };
    const afterwards = 'growingKeys' in layout ? 'close' : 'leave';
    const run = await followSources(python as string, adapter, spec, choose, { afterwards });
    expect(run.wrong).toEqual([]);
    expect(run.indices).toEqual(upTo(scan.frames));
    expect(run.end?.reason).toBe(afterwards === 'close' ? 'closed' : 'complete');
  });
});
