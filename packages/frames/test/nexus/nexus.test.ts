import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dtypes, openFile, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { memoryAdapter } from '@h5tail/adapter-conformance/memory';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { copyAxes, createData, createEntry } from '@h5tail/frames';
import { afterAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';

const run = promisify(execFile);
const python = pythonForInterop();
const folder = await mkdtemp(join(tmpdir(), 'h5tail-nexus-'));
afterAll(() => rm(folder, { recursive: true }));
let files = 0;

/** Types and values of all groups, datasets and attributes, as h5py gives them. */
const describeFile = `
import sys, json, h5py, numpy
def plain(value):
    if isinstance(value, numpy.ndarray):
        return [type(value).__name__, [plain(item) for item in value.tolist()]]
    if isinstance(value, numpy.generic):
        return plain(value.item())
    return ['bytes', value.decode()] if isinstance(value, bytes) else value
found = {}
def visit(name, item):
    found[name] = {key: plain(value) for key, value in item.attrs.items()}
    if isinstance(item, h5py.Dataset):
        found[name]['='] = plain(item.asstr()[()] if h5py.check_string_dtype(item.dtype) else item[()])
with h5py.File(sys.argv[1]) as file:
    visit('/', file)
    file.visititems(visit)
print(json.dumps(found))
`;

/** An `NXdata` as an acquisition writes it, with axes y and x of a grid of images. */
async function newScan(file: Hdf5File): Promise<Awaited<ReturnType<typeof createData>>> {
  const entry = await createEntry(file.root, 'entry');
  const data = await createData(entry, 'data');
  await data.attributes.set('axes', ['y', 'x', '.', '.']);
  await data.attributes.set('x_indices', Int32Array.of(1));
  await data.attributes.set('y_indices', 0, { dtype: dtypes.int32 });
  const y = { dtype: dtypes.float64, shape: [2], data: Float64Array.of(0.5, 1.5) };
  const x = { dtype: dtypes.int16, shape: [3], data: Int16Array.of(-1, 0, 1) };
  const dataset = await data.createDataset('y', y);
  await dataset.attributes.set('units', 'mm');
  await dataset.attributes.set('offsets', Float32Array.of(1, 2));
  await data.createDataset('x', x);
  return data;
}

const createFile = async (createAdapter: () => Promise<Hdf5Adapter>): Promise<Hdf5File> =>
  openFile(join(folder, `${files++}.h5`), { adapter: await createAdapter(), mode: 'w' });

const backends: { name: string; createAdapter: () => Promise<Hdf5Adapter> }[] = [
  { name: 'memory', createAdapter: async () => Promise.resolve(memoryAdapter()) },
  ...testBackends,
];

describe.each(backends)('NeXus groups on $name', ({ createAdapter }) => {
  const newFile = (): Promise<Hdf5File> => createFile(createAdapter);

  it('have a class, and are the default of their parent unless told otherwise', async () => {
    await using file = await newFile();
    const entry = await createEntry(file.root, 'scan');
    await createEntry(file.root, 'other', { isDefault: false });
    const data = await createData(entry, 'data');
    await createData(entry, 'more', { isDefault: false });
    expect([entry.path, data.path]).toEqual(['/scan', '/scan/data']);
    const text = async (path: string, attribute: string): Promise<unknown> =>
      (await (await file.group(path)).attributes.get(attribute)).data;
    expect(await text('/', 'default')).toEqual(['scan']);
    expect(await text('/scan', 'default')).toEqual(['data']);
    expect(await text('/scan', 'NX_class')).toEqual(['NXentry']);
    expect(await text('/other', 'NX_class')).toEqual(['NXentry']);
    expect(await text('/scan/more', 'NX_class')).toEqual(['NXdata']);
    expect(await (await file.group('/other')).attributes.has('default')).toBe(false);
  });

  it('are not made twice, and not with a path for a name', async () => {
    await using file = await newFile();
    const entry = await createEntry(file.root, 'scan');
    await createData(entry, 'data', { isDefault: false });
    await expect(createEntry(file.root, 'scan')).rejects.toMatchObject({ code: 'OBJECT_EXISTS' });
    await expect(createData(entry, 'data')).rejects.toMatchObject({ code: 'OBJECT_EXISTS' });
    expect(await entry.attributes.has('default')).toBe(false);
    await expect(createData(entry, 'a/b')).rejects.toThrow(TypeError);
    await expect(createData(entry, '')).rejects.toThrow(TypeError);
  });

  it('get the axes of a scan, with and without axes of the frames', async () => {
    await using file = await newFile();
    const source = await newScan(file);
    const entry = await file.group('/entry');
    const sums = await createData(entry, 'sums');
    expect(await copyAxes(source, sums, { scanRank: 2 })).toEqual(['y', 'x']);
    const lines = await createData(entry, 'lines');
    expect(await copyAxes(source, lines, { scanRank: 2, frameAxes: ['.', 'z'] })).toEqual(['y', 'x', '.', 'z']);
    for (const target of [sums, lines]) {
      const x = await target.dataset('x', 'int16');
      const y = await target.dataset('y', 'float64');
      expect((await x.read()).data).toEqual(Int16Array.of(-1, 0, 1));
      expect((await y.read()).data).toEqual(Float64Array.of(0.5, 1.5));
      expect((await y.attributes.get('units')).data).toEqual(['mm']);
      expect((await y.attributes.get('offsets')).data).toEqual(Float32Array.of(1, 2));
      expect(await target.attributes.get('x_indices')).toMatchObject({ shape: [1], data: Int32Array.of(1) });
      expect(await target.attributes.get('y_indices')).toMatchObject({ shape: [], data: Int32Array.of(0) });
      expect((await target.children()).map((child) => child.name).toSorted()).toEqual(['x', 'y']);
    }
    expect((await lines.attributes.get('axes')).data).toEqual(['y', 'x', '.', 'z']);
  });

  it.each<[string, string | string[] | undefined, number, string[]]>([
    ['no axes', undefined, 2, ['.', '.', 'q']],
    ['fewer axes than the scan has', ['y'], 3, ['y', '.', '.', 'q']],
    ['one axis as a single text', 'y', 1, ['y', 'q']],
    ['axes that are no datasets', ['nothing', 'group'], 2, ['nothing', 'group', 'q']],
  ])('of a source with %s', async (_, axes, scanRank, expected) => {
    await using file = await newFile();
    const source = await createData(file.root, 'source');
    if (axes !== undefined) await source.attributes.set('axes', axes);
    await source.createGroup('group');
    await source.createDataset('y', { dtype: dtypes.int32, shape: [2], data: Int32Array.of(7, 8) });
    const target = await createData(file.root, 'target');
    expect(await copyAxes(source, target, { scanRank, frameAxes: ['q'] })).toEqual(expected);
    expect((await target.attributes.get('axes')).data).toEqual(expected);
    const hasY = expected.includes('y');
    expect((await target.children()).map((child) => child.name)).toEqual(hasY ? ['y'] : []);
    if (hasY) expect((await target.attributes.get('y_indices')).data).toEqual(Int32Array.of(0));
  });

  it('refuse an axis whose name is taken, and a rank that is none', async () => {
    await using file = await newFile();
    const source = await newScan(file);
    const target = await createData(file.root, 'target');
    await target.createGroup('x');
    await expect(copyAxes(source, target, { scanRank: 2 })).rejects.toMatchObject({ code: 'OBJECT_EXISTS' });
    await expect(copyAxes(source, target, { scanRank: -1 })).rejects.toThrow(RangeError);
  });
});

describe.skipIf(python === undefined).each(testBackends)('NeXus groups on $name and h5py', ({ createAdapter }) => {
  const newFile = (): Promise<Hdf5File> => createFile(createAdapter);

  it('are what h5py takes for text and numbers', async () => {
    const file = await newFile();
    const source = await newScan(file);
    const results = await createData(await file.group('/entry'), 'results');
    await copyAxes(source, results, { scanRank: 2, frameAxes: ['.'] });
    await results.attributes.set('signal', 'sum');
    await file.close();
    const { stdout } = await run(python as string, ['-c', describeFile, file.path]);
    const found = JSON.parse(stdout) as Record<string, unknown>;
    expect(found).toMatchObject({
      '/': { default: 'entry' },
      entry: { NX_class: 'NXentry', default: 'results' },
      'entry/results': {
        NX_class: 'NXdata',
        signal: 'sum',
        axes: ['ndarray', ['y', 'x', '.']],
        x_indices: ['ndarray', [1]],
        y_indices: 0,
      },
      'entry/results/x': { '=': ['ndarray', [-1, 0, 1]] },
      'entry/results/y': { units: 'mm', offsets: ['ndarray', [1, 2]], '=': ['ndarray', [0.5, 1.5]] },
    });
    const dump = await run('h5dump', ['-H', file.path]);
    expect(dump.stderr).toBe('');
  });

  it('take the axes of a file that h5py wrote', async () => {
    const path = join(folder, `${files++}.h5`);
    const write = `
import sys, h5py, numpy
with h5py.File(sys.argv[1], 'w') as file:
    data = file.create_group('data')
    data.attrs['axes'] = numpy.array([b'y', b'label', b'x'])
    y = data.create_dataset('y', data=numpy.array([1.5, 2.5], '>f8'))
    y.attrs['half'] = numpy.float16(0.5)
    y.attrs['is_set'] = True
    y.make_scale('y')
    data['label'] = numpy.array(['eins', 'zwei'], h5py.string_dtype('utf-8', 8))
    data['x'] = numpy.array([[1, 2], [3, 4]], '>u2')
    data.attrs['x_indices'] = [0, 2]
    frames = data.create_dataset('frames', (2, 2, 2))
    frames.dims[0].attach_scale(y)
`;
    await run(python as string, ['-c', write, path]);
    const adapter = await createAdapter();
    await using source = await openFile(path, { adapter, mode: 'r' });
    const file = await newFile();
    const target = await createData(file.root, 'target');
    const scan = await source.group('/data');
    expect(await copyAxes(scan, target, { scanRank: 3 })).toEqual(['y', 'label', 'x']);
    await file.close();
    const { stdout } = await run(python as string, ['-c', describeFile, file.path]);
    const found = JSON.parse(stdout) as Record<string, Record<string, unknown>>;
    expect(found['target/y']).toMatchObject({ half: 0.5, '=': ['ndarray', [1.5, 2.5]] });
    expect(Boolean(found['target/y']?.['is_set'])).toBe(true);
    expect(Object.keys(found['target/y'] ?? {})).not.toContain('REFERENCE_LIST');
    expect(found['target/label']).toEqual({ '=': ['ndarray', ['eins', 'zwei']] });
    expect(found['target/x']).toEqual({
      '=': [
        'ndarray',
        [
          [1, 2],
          [3, 4],
        ],
      ],
    });
    expect(found['target']).toMatchObject({ x_indices: ['ndarray', [0, 2]], label_indices: ['ndarray', [1]] });
  });
});
