import { spawnSync } from 'node:child_process';
import { closeSync, copyFileSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { isHdf5Error, openFile, type Dataset } from '@h5tail/adapter';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { readWriterState } from '@h5tail/local-file';
import { describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { nativeAdapter } from '../src/index.js';
import { scratchFolder } from './scratch-folder.js';

const python = pythonForInterop();

/** Element (i, j, k) is (7 i + j + k) mod 251; small frames, which HDF5 reads, and large ones, which threads decode. */
const script = `
import os, sys, h5py, numpy as np
with h5py.File(sys.argv[1], 'w', libver=('v110', 'v110')) as file:
    for name, side in (('small', 64), ('large', 400)):
        frame = np.add.outer(np.arange(side), np.arange(side))
        data = ((7 * np.arange(6))[:, None, None] + frame) % 251
        file.create_dataset(name, data=data.astype('u2'), chunks=(1, side, side), compression=32004, shuffle=name == 'large')
    if len(sys.argv) > 2:
        # Left as a writer in SWMR mode leaves it that is killed.
        file.swmr_mode = True
        file.flush()
        os._exit(0)
`;

const faultOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe.skipIf(python === undefined || !hasInteropGroup('plugins'))('a damaged chunk behind LZ4', () => {
  const pathOf = scratchFolder();

  function make(name: string, ...live: string[]): string {
    const [program, path] = [pathOf(`${name}.py`), pathOf(`${name}.h5`)];
    writeFileSync(program, script);
    const { status, stderr } = spawnSync(python as string, [program, path, ...live], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    return path;
  }

  async function damage(path: string, dataset: Dataset, frame: number, from: number, value: number): Promise<void> {
    const info = await dataset.chunkInfo?.([frame, 0, 0]);
    if (info === null || info === undefined) throw new Error('no such chunk');
    const descriptor = openSync(path, 'r+');
    const bytes = new Uint8Array(Math.min(60, info.size - from)).fill(value);
    writeSync(descriptor, bytes, 0, bytes.length, info.address + from);
    closeSync(descriptor);
  }

  it.each(['small', 'large'])('%s: is told with file, object and place, and the others are read', async (name) => {
    const [path, bad] = [make(name), pathOf(`${name}-bad.h5`)];
    for (const [from, value] of [
      [0, 0xff],
      [4, 0xff],
      [8, 0xff],
      [12, 0xff],
      [16, 0xff],
      [16, 0x0f],
    ] as const) {
      copyFileSync(path, bad);
      await using file = await openFile(bad, { adapter: nativeAdapter(), mode: 'r' });
      const dataset = await file.dataset(`/${name}`, 'uint16');
      await damage(bad, dataset, 3, from, value);
      const whole = faultOf(dataset.read());
      const fault = await faultOf(dataset.read([3]));
      const part = await faultOf(dataset.read([[2, 5], [0, 2], 5]));
      for (const each of [await whole, fault, part]) {
        expect(isHdf5Error(each) && { code: each.code, file: each.file, object: each.object }).toEqual({
          code: 'CORRUPT_FILE',
          file: bad,
          object: `/${name}`,
        });
        expect(String(each)).toContain('(3, 0, 0)');
      }
      for (const frame of [0, 2, 4, 5]) {
        const { data } = await dataset.read([frame, 1]);
        expect(Array.from(data.subarray(0, 40))).toEqual(
          Array.from({ length: 40 }, (_, k) => (7 * frame + 1 + k) % 251),
        );
      }
    }
  });

  it('is told of a file that a writer has too', async () => {
    const path = make('live', 'live');
    await using file = await openFile(path, { adapter: nativeAdapter(), mode: 'r', swmr: true });
    const dataset = await file.dataset('/small', 'uint16');
    expect(readWriterState(path)).toBe('swmr-writing');
    await damage(path, dataset, 1, 16, 0xff);
    const fault = await faultOf(dataset.read([1]));
    expect(isHdf5Error(fault) && fault.code).toBe('CORRUPT_FILE');
    expect((await dataset.read([0, 0, [0, 3]])).data).toEqual(Uint16Array.of(0, 1, 2));
  });
});
