import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { RawFileWriter } from '@h5tail/larpix-raw';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';
import { FakeProcess } from '../../fake-environment.js';
import { temporaryFolder } from '../../live/temporary-folder.js';
import { catLines, testMessages, writeRawFile } from './raw-files.js';

const python = pythonForInterop();

describe.each(testBackends)('raw info on $name', ({ createAdapter }) => {
  const folder = temporaryFolder();
  let adapter: Hdf5Adapter;

  beforeAll(async () => {
    adapter = await createAdapter();
  });

  async function json(path: string): Promise<unknown> {
    const process = new FakeProcess({ adapter });
    expect(await process.run('raw', 'info', path, '--json')).toBe(0);
    return process.output[0];
  }

  it('tells of a file that was closed', async () => {
    const path = join(folder, 'closed.h5');
    await writeRawFile(path, adapter, testMessages(5), '0.0');
    const info = (await json(path)) as { created: number; modified: number };
    expect(info).toEqual({
      file: path,
      version: '0.0',
      io_version: '0.0',
      created: expect.closeTo(Date.now() / 1000, -3) as number,
      modified: info.created,
      length: 5,
      flavour: { hdf5: '1.10', superblock: 3, layout: 4, headers: 'compound' },
      header_fields: ['io_groups'],
      writer: 'closed',
      state: 'closed',
    });
    const process = new FakeProcess({ adapter });
    expect(await process.run('raw', 'info', path)).toBe(0);
    expect(process.stdout.lines).toEqual([
      `file        ${path}`,
      'version     0.0',
      'io_version  0.0',
      `created     ${new Date(1000 * info.created).toISOString()} (${info.created})`,
      `modified    ${new Date(1000 * info.created).toISOString()} (${info.created})`,
      'length      5',
      'flavour     HDF5 1.10 (superblock 3, layout 4)',
      'writer      closed',
    ]);
  });

  it('tells of a file that is being written', async () => {
    const path = join(folder, 'live.h5');
    await using writer = await RawFileWriter.open(path, { adapter });
    await writer.append([Uint8Array.of(1)]);
    await writer.flush();
    expect(await json(path)).toMatchObject({ io_version: null, length: 1, writer: 'swmr-writing', state: 'live' });
  });

  describe.skipIf(python === undefined)('written by h5py', () => {
    const script = [
      'import sys, numpy, h5py',
      'path, libver, kind = sys.argv[1:]',
      "f = h5py.File(path, 'w', libver=libver)",
      "m = f.create_group('meta')",
      "m.attrs['version'] = '0.0'; m.attrs['created'] = 5.5; m.attrs['modified'] = 6.25",
      "v = f.create_dataset('msgs', (2,), maxshape=(None,), chunks=(1024,), compression='gzip', dtype=h5py.vlen_dtype(numpy.uint8))",
      'v[0] = numpy.arange(3, dtype=numpy.uint8)',
      "if kind == 'plain': f.create_dataset('io_groups', data=numpy.array([4, 9], 'u1'), maxshape=(None,))",
      "else: f.create_dataset('msg_headers', data=numpy.array([(4, 1), (9, 2)], [('io_groups', 'u1'), ('extra', 'i4')]), maxshape=(None,))",
      'f.close()',
    ].join('\n');

    function made(name: string, libver: string, kind: string): string {
      const path = join(folder, name);
      const { status, stderr } = spawnSync(python as string, ['-c', script, path, libver, kind], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
      return path;
    }

    it('tells files of December 2020, which have no headers, and prints them', async () => {
      const path = made('plain.h5', 'v110', 'plain');
      expect(await json(path)).toMatchObject({
        created: 5.5,
        modified: 6.25,
        length: 2,
        flavour: { hdf5: '1.10', superblock: 3, layout: 4, headers: 'plain' },
      });
      const text = new FakeProcess({ adapter });
      await text.run('raw', 'info', path);
      expect(text.stdout.text).toContain('layout 4); of December 2020, without headers\n');
      const process = new FakeProcess({ adapter });
      expect(await process.run('raw', 'cat', path)).toBe(0);
      expect(process.stdout.lines).toEqual(
        catLines([
          { ioGroup: 4, bytes: Uint8Array.of(0, 1, 2) },
          { ioGroup: 9, bytes: new Uint8Array(0) },
        ]),
      );
    });

    it('tells old formats and fields of other programs', async () => {
      const path = made('old.h5', 'earliest', 'compound');
      expect(await json(path)).toMatchObject({
        flavour: { hdf5: '1.8', superblock: 0, layout: 3, headers: 'compound' },
        header_fields: ['io_groups', 'extra'],
        writer: 'unknown',
        state: 'not-swmr',
      });
      const follow = new FakeProcess({ adapter });
      expect(await follow.run('raw', 'follow', path, '--timeout', '0')).toBe(3);
      expect(follow.stdout.lines).toHaveLength(2);
      expect(follow.stderr.text).toContain('the format of the file tells nothing of its writer');
      const merge = new FakeProcess({ adapter });
      expect(await merge.run('raw', 'merge', join(folder, 'merged.h5'), path)).toBe(1);
      expect(merge.stderr.text).toContain('its headers also have extra, which would get lost');
    });
  });
});
