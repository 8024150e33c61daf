import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openFile } from '@h5tail/adapter';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { nativeAdapter } from '../src/index.js';
import { scratchFolder } from './scratch-folder.js';

const python = pythonForInterop();
const script = fileURLToPath(new URL('unwritten-elements.py', import.meta.url));
const pathOf = scratchFolder();

describe.skipIf(python === undefined || !hasInteropGroup('library'))('datasets of which HDF5 tells little', () => {
  beforeAll(() => {
    execFileSync(python as string, [script, pathOf('few.h5')], { stdio: 'inherit' });
  });

  it('elements that were never given a value are zero, and not what memory held before', async () => {
    await using file = await openFile(pathOf('few.h5'), { adapter: nativeAdapter(), mode: 'r' });
    const dataset = await file.dataset('/never-filled', 'int32');
    for (let round = 0; round < 20; round++) {
      const { data } = await dataset.read();
      expect(data.subarray(0, 50)).toEqual(Int32Array.from({ length: 50 }, (_, i) => i + 1));
      expect(data.subarray(700).every((value) => value === 0)).toBe(true);
    }
  });

  it('a member that cannot be read keeps nobody from opening the dataset', async () => {
    await using file = await openFile(pathOf('few.h5'), { adapter: nativeAdapter(), mode: 'r' });
    const dataset = await file.dataset('/partly-unknown');
    expect(dataset.shape).toEqual([3]);
    expect(dataset.dtype).toMatchObject({
      class: 'compound',
      members: [{ name: 'count' }, { dtype: { class: 'unknown' } }],
    });
    const place = { file: pathOf('few.h5'), object: '/partly-unknown' };
    await expect(dataset.read()).rejects.toMatchObject({ code: 'UNSUPPORTED_DTYPE', ...place });
  });
});
