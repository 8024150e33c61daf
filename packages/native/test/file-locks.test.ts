import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { dtypes, openFile, type Group } from '@h5tail/adapter';
import { LiveWriter, pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { beforeEach, describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { hdf5Thread } from '../src/hdf5-thread.js';
import { nativeAdapter } from '../src/index.js';
import { nativeBundle } from './native-bundle.js';
import { scratchFolder } from './scratch-folder.js';

const python = pythonForInterop();
const adapter = nativeAdapter();
const fixtures = fileURLToPath(new URL('../../adapter-conformance/fixtures/', import.meta.url));
const printLocking = fileURLToPath(new URL('programs/print-locking.mjs', import.meta.url));

/** One who has turned locks off finds none. */
const locksAreOff = ['FALSE', '0'].includes((process.env['HDF5_USE_FILE_LOCKING'] ?? '').toUpperCase());
const cannotRun = python === undefined || !hasInteropGroup('library') || process.platform === 'win32' || locksAreOff;

describe.skipIf(cannotRun)('locks on files, between this package and h5py', () => {
  const pathOf = scratchFolder();
  const address = nativeBundle();

  // Until 1.10.6 HDF5 cannot be told to lock nothing; its writers are found by their locks there too.
  beforeEach(async (context) => {
    const { library } = await hdf5Thread(undefined);
    context.skip(library.c.H5Pset_file_locking === undefined, 'this library locks by itself');
  });

  /** Opens files with h5py, in a process of its own; says what became of each. */
  function openWithH5py(mode: string, paths: readonly string[]): string[] {
    const program = [
      'import h5py, json, sys',
      'mode, *paths = sys.argv[1:]',
      'def opened(path):',
      '    try:',
      '        with h5py.File(path, mode[0:2], libver=("v110", "v110"), swmr=mode == "r swmr") as file:',
      '            if file.mode != "r": file.attrs["changed"] = 1',
      '        return "opened"',
      '    except OSError as error:',
      '        return f"errno {error.errno}" if error.errno else str(error)',
      'print(json.dumps([opened(path) for path in paths]))',
    ]
      .join('\n')
      .replace('mode[0:2]', 'mode.split()[0]');
    return JSON.parse(
      execFileSync(python as string, ['-c', program, mode, ...paths], { encoding: 'utf8' }),
    ) as string[];
  }
  const wouldBlock = 'errno 11';

  function copied(...names: readonly string[]): string[] {
    for (const name of names) copyFileSync(`${fixtures}${name}`, pathOf(name));
    return names.map((name) => pathOf(name));
  }

  async function readAll(group: Group): Promise<number> {
    let datasets = 0;
    for (const { name } of await group.children()) {
      const object = await group.open(name).catch(() => undefined);
      if (object?.kind === 'dataset')
        await object.read().then(
          () => datasets++,
          () => undefined,
        );
      else if (object?.kind === 'group' && datasets < 20) datasets += await readAll(object);
    }
    return datasets;
  }

  async function create(path: string): Promise<void> {
    await using file = await openFile(path, { adapter, mode: 'w' });
    await file.root.createDataset('data', { dtype: dtypes.uint8, shape: [4] });
  }

  it.each([false, true])('readers (SWMR: %s) never keep h5py from writing', async (swmr) => {
    const path = pathOf('read.h5');
    await create(path);
    await using file = await openFile(path, { adapter, mode: 'r', swmr });
    const data = await file.dataset('/data');
    await data.read();
    expect(openWithH5py('r+', [path])).toEqual(['opened']);
    await data.refresh();
    await data.read();
    expect(openWithH5py('r+', [path])).toEqual(['opened']);
  });

  it.each([
    ['through external links', ['tree.h5', 'tree-target.h5']],
    ['as sources of virtual datasets', ['virtual.h5', 'virtual-source-0.h5', 'virtual-source-1.h5']],
  ])('files that are read %s are not locked either', async (_, names) => {
    const paths = copied(...names);
    for (const swmr of [false, true]) {
      await using file = await openFile(paths[0] as string, { adapter, mode: 'r', swmr });
      expect(await readAll(file.root)).toBeGreaterThan(0);
      expect(openWithH5py('r+', paths)).toEqual(paths.map(() => 'opened'));
    }
  });

  it('h5py finds the lock of a writer of ours, until SWMR mode starts', async () => {
    const path = pathOf('written.h5');
    {
      await using file = await openFile(path, { adapter, mode: 'w' });
      expect(openWithH5py('r', [path])).toEqual([wouldBlock]);
      expect(openWithH5py('r+', [path])).toEqual([wouldBlock]);
      await file.root.createDataset('data', { dtype: dtypes.uint8, shape: [4] });
      await file.startSwmrWrite();
      expect(openWithH5py('r swmr', [path])).toEqual(['opened']);
    }
    expect(openWithH5py('r+', [path])).toEqual(['opened']);
    {
      await using _file = await openFile(path, { adapter, mode: 'r+' });
      expect(openWithH5py('r', [path])).toEqual([wouldBlock]);
    }
    await using _file = await openFile(path, { adapter, mode: 'r+', swmr: true });
    expect(openWithH5py('r swmr', [path])).toEqual(['opened']);
  });

  it('the lock of a reader can be ignored by one who knows that it only reads', async () => {
    const path = pathOf('read-by-h5py.h5');
    await create(path);
    const program = `import h5py, sys; file = h5py.File(${JSON.stringify(path)}, "r", swmr=True); print("open", flush=True); sys.stdin.read()`;
    const reader = spawn(python as string, ['-c', program], { stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      await once(reader.stdout, 'data');
      await expect(openFile(path, { adapter, mode: 'r+' })).rejects.toMatchObject({ code: 'FILE_LOCKED' });
      await using file = await openFile(path, { adapter, mode: 'r+', ignoreLocks: true });
      await file.root.createDataset('more', { dtype: dtypes.uint8, shape: [1] });
      await file.startSwmrWrite();
    } finally {
      reader.stdin.end();
      await once(reader, 'exit');
    }
  });

  it('we find the lock of a writer of h5py, and tell it from flags that were left behind', async () => {
    // In this format nothing but the lock tells of a writer.
    const path = pathOf('theirs.h5');
    await using writer = await LiveWriter.start({ python: python as string });
    const datasets = [{ path: '/data', dtype: 'uint8', shape: [4] }];
    await writer.step({ do: 'create', path, libver: ['earliest', 'v108'], datasets });
    const before = readFileSync(path);
    const locked = { code: 'FILE_LOCKED', message: expect.stringContaining('has a lock') as string };
    for (const mode of ['r+', 'w'] as const) {
      await expect(openFile(path, { adapter, mode })).rejects.toMatchObject({
        ...locked,
        remedy: expect.stringMatching(/^Wait until it has closed the file/) as string,
      });
    }
    expect(readFileSync(path).equals(before)).toBe(true);
    await writer.step({ do: 'close' });
    await using _file = await openFile(path, { adapter, mode: 'r+' });

    const [stale = ''] = copied('open-for-writing.h5');
    await expect(openFile(stale, { adapter, mode: 'r+' })).rejects.toMatchObject({
      code: 'FILE_LOCKED',
      remedy: expect.stringMatching(/h5tail recover mends the file/) as string,
    });
  });

  it('a file that h5py writes is not replaced by a skeleton', async () => {
    const path = pathOf('kept.h5');
    const skeleton = pathOf('skeleton.h5');
    await create(skeleton);
    await using writer = await LiveWriter.start({ python: python as string });
    const datasets = [{ path: '/data', dtype: 'uint8', shape: [4] }];
    await writer.step({ do: 'create', path, libver: ['earliest', 'v108'], datasets });
    const before = readFileSync(path);
    const replaced = openFile(path, { adapter, mode: 'w', skeleton: readFileSync(skeleton) });
    await expect(replaced).rejects.toMatchObject({ code: 'FILE_LOCKED' });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('the lock of a writer that could not open its file is given back', async () => {
    const path = pathOf('broken.h5');
    await create(path);
    await using first = await openFile(path, { adapter, mode: 'r+' });
    await expect(openFile(path, { adapter, mode: 'r+' })).rejects.toMatchObject({ code: 'FILE_LOCKED' });
    await first.close();
    expect(openWithH5py('r+', [path])).toEqual(['opened']);
  });

  it.each([undefined, 'TRUE', 'BEST_EFFORT', 'FALSE'])(
    'programs that are started later find HDF5_USE_FILE_LOCKING as it was: %s',
    async (value) => {
      const { HDF5_USE_FILE_LOCKING: _, ...others } = process.env;
      const env = value === undefined ? others : { ...others, HDF5_USE_FILE_LOCKING: value };
      const parameters = [printLocking, address(), pathOf('environment.h5')];
      const { stdout, stderr } = await promisify(execFile)(process.execPath, parameters, { env });
      expect(JSON.parse(stdout)).toBe(value ?? null);
      expect(stderr).toBe('');
    },
  );
});
