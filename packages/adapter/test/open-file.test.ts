import { expect, it, vi } from 'vitest';
import { openFile, type Hdf5Adapter, type Hdf5File, type OpenFileOptions } from '../src/index.js';

const file = {} as Hdf5File;
const open = vi.fn<Hdf5Adapter['open']>(() => Promise.resolve(file));
const adapter = { open } as unknown as Hdf5Adapter;

it('hands over what it is given, and nothing else', async () => {
  const { signal } = new AbortController();
  expect(await openFile('a.h5', { adapter, mode: 'r', swmr: true, signal })).toBe(file);
  expect(open).toHaveBeenLastCalledWith('a.h5', { mode: 'r', swmr: true, signal });
  const skeleton = Uint8Array.of(1);
  await openFile('a.h5', { adapter, mode: 'wx', skeleton });
  expect(open).toHaveBeenLastCalledWith('a.h5', { mode: 'wx', swmr: false, skeleton });
  await openFile('a.h5', { adapter, mode: 'r+', ignoreLocks: true });
  expect(open).toHaveBeenLastCalledWith('a.h5', { mode: 'r+', swmr: false, ignoreLocks: true });
});

it.each<[string, string, Partial<OpenFileOptions>]>([
  ['an empty path', '', { mode: 'r' }],
  ['no mode', 'a.h5', {}],
  ['an unknown mode', 'a.h5', { mode: 'a' as 'r' }],
  ['a new file in SWMR mode', 'a.h5', { mode: 'w', swmr: true }],
  ['locks ignored by a reader', 'a.h5', { mode: 'r', ignoreLocks: true }],
  ['a skeleton for a file that is there', 'a.h5', { mode: 'r+', skeleton: new Uint8Array(1) }],
])('takes %s for a mistake', async (_, path, options) => {
  open.mockClear();
  await expect(openFile(path, { adapter, ...options } as OpenFileOptions)).rejects.toThrow(TypeError);
  expect(open).not.toHaveBeenCalled();
});

it('does not open with a signal that was aborted', async () => {
  open.mockClear();
  const reason = new Error('enough');
  await expect(openFile('a.h5', { adapter, mode: 'r', signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(open).not.toHaveBeenCalled();
});
