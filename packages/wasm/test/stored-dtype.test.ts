import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openFile, type CompoundDtype, type Dtype, type Hdf5File } from '@h5tail/adapter';
import { holdsPointers } from '@h5tail/adapter/implementation';
import { readStoredAttributeDatatype, readStoredDatatype } from '@h5tail/local-file';
import { describe, expect, test } from 'vitest';
import { wasmAdapter } from '../src/index.js';

const adapter = wasmAdapter();
const folder = fileURLToPath(new URL('../../adapter-conformance/fixtures/', import.meta.url));

type GoldenDtype = Dtype | { readonly class: 'odd' };
interface GoldenObject {
  readonly path: string;
  readonly kind: string;
  readonly dtype?: GoldenDtype;
  readonly attributes?: readonly { readonly name: string; readonly dtype: GoldenDtype }[];
}

describe('what the file stores is what h5py says', () => {
  const goldens = readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'open-for-writing.json');

  test.each(goldens)('%s', async (name) => {
    const { objects } = JSON.parse(readFileSync(folder + name, 'utf8')) as { objects: GoldenObject[] };
    const path = folder + name.replace('.json', '.h5');
    await using file = await openFile(path, { adapter, mode: 'r', swmr: true });
    for (const { path: object, dtype, attributes = [] } of objects) {
      const address = await addressOf(file, object);
      if (dtype !== undefined) expect(readStoredDatatype(path, address), object).toEqual(wanted(dtype));
      for (const attribute of attributes) {
        const stored = readStoredAttributeDatatype(path, address, attribute.name);
        expect(stored, `${object}@${attribute.name}`).toEqual(wanted(attribute.dtype));
      }
      expect(readStoredAttributeDatatype(path, address, 'no attribute of this name')).toBeUndefined();
    }
  });
});

describe('numbers that do not fill their bytes', () => {
  const open = (): Promise<Hdf5File> => openFile(`${folder}odd-numbers.h5`, { adapter, mode: 'r' });

  test.each([
    ['int12', 'H5T_INTEGER with 12 of 16 bits'],
    ['int12-be', 'H5T_INTEGER with 12 of 16 bits'],
    ['int12-nbit', 'H5T_INTEGER with 12 of 16 bits'],
    ['uint8-at-bit-4', 'H5T_INTEGER with 8 of 16 bits from bit 4 on'],
    ['bfloat16', 'H5T_FLOAT with 8 bits of exponent and 7 of mantissa'],
    ['array-of-int12', 'H5T_INTEGER with 12 of 16 bits'],
    ['compound', 'H5T_INTEGER with 12 of 16 bits'],
  ])('%s is refused', async (name, hdf5Class) => {
    await using file = await open();
    const dataset = await file.dataset(`/odd/${name}`);
    const unknown = { class: 'unknown', hdf5Class, size: 2 };
    if (name === 'array-of-int12') expect(dataset.dtype).toEqual({ class: 'array', base: unknown, shape: [2] });
    else if (name === 'compound') {
      expect(dataset.dtype).toMatchObject({ class: 'compound', members: [{ dtype: unknown }, { name: 'plain' }] });
    } else expect(dataset.dtype).toEqual(unknown);
    await expect(dataset.read()).rejects.toMatchObject({ code: 'UNSUPPORTED_DTYPE', object: `/odd/${name}` });
    await expect(dataset.read([0])).rejects.toMatchObject({ code: 'UNSUPPORTED_DTYPE' });
    await dataset.refresh();
    await expect(dataset.read()).rejects.toThrow(hdf5Class);
  });

  test('so is an attribute of them, and not the one beside it', async () => {
    await using file = await open();
    const { attributes } = await file.group('/odd');
    await expect(attributes.get('int12')).rejects.toMatchObject({ code: 'UNSUPPORTED_DTYPE', object: '/odd' });
    expect((await attributes.get('neighbour')).data).toEqual(Int16Array.of(-1));
  });

  test('plain neighbours are read', async () => {
    await using file = await open();
    expect((await (await file.dataset('/plain/int16')).read()).data).toEqual(Int16Array.of(0, 1, -1, 5, 2047, -2048));
    expect((await (await file.dataset('/plain/uint16')).read()).data).toEqual(Uint16Array.of(0, 1, 128, 255));
    expect((await (await file.dataset('/plain/float16')).read()).data).toEqual(Float32Array.of(0, 1, -2.5, 3.140625));
    const packed = await file.dataset('/plain/int16-nbit');
    expect((await packed.read()).data).toEqual(Int16Array.of(0, 1, -1, 5, 2047, -2048));
  });
});

async function addressOf(file: Hdf5File, path: string): Promise<number> {
  const reference = await file.createReference(path);
  return Number(new DataView(reference.buffer).getBigUint64(0, true));
}

/** Sizes and places of members are compared where they are the same in the file and in the memory that h5py tells. */
function wanted(golden: GoldenDtype): unknown {
  if (golden.class === 'odd')
    return expect.objectContaining({ class: expect.stringMatching(/unknown|array|compound/) });
  switch (golden.class) {
    case 'enum':
      return {
        ...golden,
        members: golden.members.map(({ name, value }) => ({
          name,
          value: typeof value === 'string' ? BigInt(value) : value,
        })),
      };
    case 'string':
      return golden.length === 'variable' ? { ...golden, padding: expect.any(String) } : golden;
    case 'array':
    case 'variable-length':
      return { ...golden, base: wanted(golden.base) };
    case 'compound':
      return wantedCompound(golden);
    default:
      return golden;
  }
}

function wantedCompound(golden: CompoundDtype): unknown {
  const anyPlace = holdsPointers(golden);
  const members = golden.members.map(({ name, offset, dtype }) => ({
    name,
    offset: anyPlace ? expect.any(Number) : offset,
    dtype: wanted(dtype),
  }));
  return { class: 'compound', size: anyPlace ? expect.any(Number) : golden.size, members };
}
