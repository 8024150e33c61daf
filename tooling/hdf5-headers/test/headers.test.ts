import { expect, it } from 'vitest';
import { describe as typeText } from '../src/compare-types.js';
import { readHeaders } from '../src/headers.js';
import { sampleFolder } from './sample-declarations.js';

const headers = readHeaders(sampleFolder);
const { functions, variables } = headers.declared;

it('finds what the library exports, and nothing else', () => {
  expect([...functions.keys()]).toEqual(
    'open check_version Dread Sis_simple Iget_name Dlists Oget_info Literate Pget_op Dopen1 Dopen2'
      .split(' ')
      .map((name) => `H5${name}`),
  );
  expect([...variables.keys()]).toEqual(['H5P_FILE_ID_g', 'H5_count_g']);
  expect(headers.version).toBe('1.10.99');
});

it.each([
  ['H5open', 'int32_t ()'],
  ['H5Dlists', 'uint64_t ** (int8_t **, H5S_class_t)'],
  ['H5Oget_info', 'int32_t (int64_t, struct H5O_info_t *)'],
  ['H5Pget_op', 'int32_t (int64_t, void *) * (int64_t)'],
  ['H5Literate', 'int32_t (int64_t, uint64_t *, int32_t (int64_t, int8_t *, struct H5O_info_t *, void *) *, void *)'],
])('reads the types of %s', (name, text) => {
  const declared = functions.get(name);
  expect(declared && typeText(declared.type)).toBe(text);
});

it.each([
  ['H5S_NO_CLASS', -1n],
  ['H5S_NULL', 18n],
  ['H5S_LAST', 19n],
  ['H5S_ALL', 0n],
  ['H5F_READ', 64n],
  ['H5F_BOTH', 69n],
  ['H5S_MOST', 0xffff_ffff_ffff_ffffn],
  ['H5P_FILE', undefined],
])('evaluates %s', (name, value) => {
  expect(headers.constant(name)?.value).toBe(value);
});

it('refuses a folder without headers of HDF5', () => {
  expect(() => readHeaders(`${sampleFolder}/none`)).toThrow('does not hold the headers of HDF5');
});
