import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openFile, type Attributes } from '@h5tail/adapter';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { beforeAll, describe, expect, test } from 'vitest';
import { wasmAdapter } from '../src/index.js';
import { scratchFolder } from './scratch-folder.js';

const pathOf = scratchFolder();
const adapter = wasmAdapter();
const python = pythonForInterop();

const script = fileURLToPath(new URL('stored-types.py', import.meta.url));

function write(name: string, libver: string): string {
  execFileSync(python as string, [script, pathOf(name), libver], { stdio: 'inherit' });
  return pathOf(name);
}

describe.skipIf(python === undefined).each(['earliest', 'latest'])('as h5py writes it, %s', (libver) => {
  let path: string;
  beforeAll(() => {
    path = write(`${libver}.h5`, libver);
  });

  test.each([
    ['enum12', 'H5T_ENUM on H5T_INTEGER with 12 of 16 bits'],
    ['int24', 'H5T_INTEGER'],
    ['float64-of-16', 'H5T_FLOAT with 64 of 128 bits'],
    ['compound', 'H5T_ENUM on H5T_INTEGER with 12 of 16 bits'],
    ['sequence', 'H5T_INTEGER with 12 of 16 bits'],
  ])('%s is refused', async (name, hdf5Class) => {
    await using file = await openFile(path, { adapter, mode: 'r' });
    const dataset = await file.dataset(`/odd/${name}`);
    await expect(dataset.read()).rejects.toMatchObject({ code: 'UNSUPPORTED_DTYPE' });
    await expect(dataset.read()).rejects.toThrow(`elements of type ${hdf5Class} cannot`);
  });

  test.each([
    ['one-link.h5', '/link/enum12'],
    ['two-links.h5', '/link'],
  ])('also through %s', async (name, object) => {
    await using file = await openFile(pathOf(name), { adapter, mode: 'r' });
    const dataset = await file.dataset(object);
    await expect(dataset.read()).rejects.toMatchObject({ code: 'UNSUPPORTED_DTYPE' });
  });

  test('a committed datatype is told as it is stored, and where it is used', async () => {
    await using file = await openFile(path, { adapter, mode: 'r' });
    const unknown = { class: 'unknown', hdf5Class: 'H5T_INTEGER with 12 of 16 bits', size: 2 };
    expect(await file.root.open('named int12')).toMatchObject({ kind: 'datatype', dtype: unknown });
    expect((await file.dataset('of named int12')).dtype).toEqual(unknown);
  });

  test.each(['few', 'many', 'thousands'])('%s attributes', async (kind) => {
    await using file = await openFile(path, { adapter, mode: 'r' });
    const { attributes } = await file.group(kind);
    const expectOdd = async (from: Attributes, name: string): Promise<void> => {
      await expect(from.get(name), name).rejects.toMatchObject({ code: 'UNSUPPORTED_DTYPE' });
    };
    await expectOdd(attributes, 'odd');
    await expectOdd(attributes, 'large');
    if (libver === 'latest') await expectOdd(attributes, 'huge');
    expect((await attributes.get('large plain')).data).toEqual(new Int16Array(2500));
    expect((await attributes.get('of named')).dtype).toMatchObject({ class: 'integer', size: 4 });
    expect((await attributes.get('tagged')).dtype).toEqual({ class: 'opaque', size: 3, tag: 'what it is' });
    expect((await attributes.get('wide')).dtype).toEqual({
      class: 'enum',
      base: { class: 'integer', size: 8, signed: true, byteOrder: 'big' },
      members: [
        { name: '2', value: 2 },
        { name: 'big', value: 2n ** 53n + 1n },
        { name: '1', value: -(2n ** 63n) },
      ],
    });
    expect((await attributes.get('number2')).data).toEqual(Int32Array.of(2));
  });
});
