import { deflate, dtypes, Hdf5Error, openFile, shuffle, type Hdf5File } from '@h5tail/adapter';
import { interceptingAdapter, memoryAdapter, MemoryDisk } from '@h5tail/adapter-conformance/memory';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeProcess } from '../fake-environment.js';

let disk: MemoryDisk;
let process: FakeProcess;
let file: Hdf5File;

beforeEach(async () => {
  disk = new MemoryDisk();
  process = new FakeProcess({ disk });
  file = await openFile('/scan.h5', { adapter: memoryAdapter({ disk }), mode: 'w' });
  const entry = await file.root.createGroup('entry');
  await entry.attributes.set('NX_class', 'NXentry');
  await entry.attributes.set('counts', new Uint16Array(100));
  await entry.attributes.set('big', 2n ** 62n + 1n);
  const frames = await entry.createDataset('frames', {
    dtype: dtypes.uint16,
    shape: [3, 4],
    maxShape: [null, 4],
    chunks: [1, 4],
    filters: [shuffle(), deflate(4)],
    fillValue: 7,
  });
  await frames.attributes.set('units', 'counts');
  await entry.createDataset('time', { dtype: { ...dtypes.float64, byteOrder: 'big' }, shape: [] });
  await entry.createDataset('nothing', { dtype: dtypes.int8, shape: null });
  await entry.createSoftLink('latest', '/entry/frames');
  await entry.createSoftLink('gone', '/entry/missing');
  await entry.createExternalLink('other', 'other.h5', '/data');
});

describe('ls', () => {
  it('shows the tree of a file that is being written', async () => {
    await file.startSwmrWrite();
    expect(await process.run('ls', '/scan.h5')).toBe(0);
    expect(process.stdout.text).toMatchInlineSnapshot(`
      "/
      └─ entry/
         ├─ @NX_class = "NXentry"
         ├─ @big = 4611686018427387905
         ├─ @counts = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0…  (100)
         ├─ frames  uint16  (3, 4)  max (unlimited, 4)  chunks (1, 4)  shuffle + deflate 4  fill 7
         │  └─ @units = "counts"
         ├─ gone -> /entry/missing  (dangling)
         ├─ latest -> /entry/frames  (dataset)
         ├─ nothing  int8  no dataspace
         ├─ other -> other.h5 : /data  (dangling)
         └─ time  float64 big-endian  ()
      "
    `);
    expect(process.stderr.text).toBe('');
  });

  it('shows what a name would do to the terminal by its number', async () => {
    await file.root.createGroup('line\nbreak\u001b[31m');
    await file.close();
    expect(await process.run('ls', '/scan.h5')).toBe(0);
    expect(process.stdout.text).toContain('─ line\\u000abreak\\u001b[31m/');
    expect(process.stdout.text).not.toContain('\u001b[31m');
  });

  it('ends with 130 when it is interrupted while its reader does not read', async () => {
    await file.close();
    process.stdout.block();
    process.stdout.onFinish = () => process.stop('SIGINT');
    expect(await process.run('ls', '/scan.h5')).toBe(130);
    expect(process.stderr.lines).toEqual(['h5tail: interrupted']);
  });

  it('prints one JSON document', async () => {
    await file.close();
    expect(await process.run('ls', '/scan.h5', '--json')).toBe(0);
    expect(process.stdout.text).toContain('"value": 4611686018427387905');
    expect(process.output).toMatchObject([
      {
        file: '/scan.h5',
        writer: 'closed',
        tree: {
          kind: 'group',
          path: '/',
          children: [
            {
              name: 'entry',
              kind: 'group',
              attributes: {
                NX_class: { dtype: '|O', shape: [], value: 'NXentry' },
                counts: { value: Array(100).fill(0) },
              },
              children: [
                {
                  name: 'frames',
                  path: '/entry/frames',
                  dtype: '<u2',
                  type: 'uint16',
                  shape: [3, 4],
                  maxShape: [null, 4],
                  chunks: [1, 4],
                  filters: [{ id: 2 }, { id: 1, name: 'deflate', options: [4] }],
                  fillValue: 7,
                  virtual: false,
                },
                { name: 'gone', kind: 'link', link: { type: 'soft', target: '/entry/missing' }, leadsTo: 'unresolved' },
                { name: 'latest', kind: 'link', leadsTo: 'dataset' },
                { name: 'nothing', shape: null, maxShape: null },
                { name: 'other', link: { type: 'external', file: 'other.h5', target: '/data' } },
                { name: 'time', dtype: '>f8', shape: [] },
              ],
            },
          ],
        },
      },
    ]);
  });

  it('begins at a path and goes only so deep', async () => {
    await file.close();
    await process.run('ls', '/scan.h5', 'entry/frames');
    await process.run('ls', '/scan.h5', '--depth', '1');
    expect(process.stdout.lines).toEqual([
      expect.stringMatching(/^\/entry\/frames {2}uint16/),
      '└─ @units = "counts"',
      '/',
      '└─ entry/  …',
      '   ├─ @NX_class = "NXentry"',
      '   ├─ @big = 4611686018427387905',
      expect.stringContaining('@counts'),
    ]);
  });

  it('ends where groups lead back to themselves', async () => {
    await file.root.createHardLink('/entry/again', '/entry');
    await file.close();
    await process.run('ls', '/scan.h5');
    expect(process.stdout.lines).toContain('   ├─ again/  same as /entry');
  });

  it('looks again where a writer is in the middle of a change, and shows what stays unreadable', async () => {
    await file.close();
    const faults = { time: 2, nothing: Infinity };
    const adapter = interceptingAdapter(memoryAdapter({ disk }), {
      group: (original) => ({
        async open(name) {
          const isFaulty = (name === 'time' || name === 'nothing') && faults[name]-- > 0;
          if (isFaulty) throw new Hdf5Error('TRANSIENT_READ', 'the writer is busy', { object: name });
          return original.open(name);
        },
      }),
    });
    process = new FakeProcess({ adapter });
    expect(await process.run('ls', '/scan.h5')).toBe(0);
    expect(process.stdout.text).toContain('─ time  float64');
    expect(process.stdout.text).toContain('─ nothing  (nothing: the writer is busy)');
  });

  it('says one line about a path that is not there', async () => {
    await file.close();
    expect(await process.run('ls', '/scan.h5', '/entry/missing')).toBe(1);
    expect(process.stderr.lines).toEqual([expect.stringMatching(/^h5tail: \/scan\.h5 : \/entry\/missing: /)]);
  });
});
