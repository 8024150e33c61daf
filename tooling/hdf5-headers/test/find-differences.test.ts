import { describe, expect, it } from 'vitest';
import { findCompiler, measure } from '../src/compiler.js';
import { findDifferences } from '../src/find-differences.js';
import { readHeaders } from '../src/headers.js';
import { laidOutStructures } from '../src/laid-out-structures.js';
import type { OurDeclarations, OurStructure } from '../src/our-declarations.js';
import { sampleFolder, soundDeclarations } from './sample-declarations.js';

const headers = readHeaders(sampleFolder);

/** The differences of the sound declarations after a change, one line each without the folder. */
function differencesWith(change: Partial<OurDeclarations>): string[] {
  return findDifferences({ ...soundDeclarations, ...change }, headers).map(
    ({ file, line, name, message }) => `${file.slice(sampleFolder.length + 1)}:${line} ${name}: ${message}`,
  );
}

/** One wrong prototype and what is said of it. */
const wrongPrototypes: readonly (readonly [fault: string, name: string, prototype: string, line: string])[] = [
  ['a wrong result', 'H5open', 'hid_t H5open(void)', 'hdf5.h:31 H5open: returns int32_t, ours int64_t'],
  [
    'a missing parameter',
    'H5Dopen2',
    'hid_t H5Dopen2(hid_t file, const char *name)',
    'hdf5.h:49 H5Dopen2: 3 parameters, ours has 2',
  ],
  ['a parameter too many', 'H5open', 'herr_t H5open(int mode)', 'hdf5.h:31 H5open: 0 parameters, ours has 1'],
  [
    'a value instead of an address',
    'H5Dread',
    'herr_t H5Dread(hid_t dataset, hid_t type, hsize_t start, void *data)',
    'hdf5.h:33 H5Dread: parameter 3 is `const hsize_t *start`, ours `hsize_t start` (uint64_t * in the header, ours uint64_t)',
  ],
  [
    'an address too deep',
    'H5Dread',
    'herr_t H5Dread(hid_t dataset, hid_t type, hsize_t **start, void *data)',
    'hdf5.h:33 H5Dread: parameter 3 is `const hsize_t *start`, ours `hsize_t **start` (uint64_t * in the header, ours uint64_t **)',
  ],
  [
    'an address of something smaller',
    'H5Dread',
    'herr_t H5Dread(hid_t dataset, hid_t type, const unsigned *start, void *data)',
    'hdf5.h:33 H5Dread: parameter 3 is `const hsize_t *start`, ours `const unsigned *start` (uint64_t * in the header, ours uint32_t *)',
  ],
  [
    'unsigned for signed',
    'H5Sis_simple',
    'unsigned H5Sis_simple(hid_t space)',
    'hdf5.h:35 H5Sis_simple: returns int32_t, ours uint32_t',
  ],
  [
    'constant text where HDF5 writes',
    'H5Iget_name',
    'ssize_t H5Iget_name(hid_t id, const char *text, size_t size)',
    'hdf5.h:36 H5Iget_name: parameter 2 is `char *name`, ours `const char *text`: HDF5 writes there',
  ],
  [
    'a type that no header has',
    'H5Dopen1',
    'hid_t H5Dopen1(file_t file, const char *name)',
    'hdf5.h:45 H5Dopen1: parameter 1 is `hid_t file_id`, ours `file_t file` (int64_t in the header, ours file_t)',
  ],
  [
    'the name of another function',
    'H5Dopen1',
    'hid_t H5Dopen(hid_t file, const char *name)',
    'hdf5.h:45 H5Dopen1: the declaration declares H5Dopen',
  ],
  [
    'a function that does not exist',
    'H5Dclone',
    'herr_t H5Dclone(void)',
    'hdf5.h:0 H5Dclone: the headers do not declare it',
  ],
  ['a commented function', 'H5gone', 'herr_t H5gone(void)', 'hdf5.h:0 H5gone: the headers do not declare it'],
  [
    'the macro of a numbered function',
    'H5Dopen',
    'hid_t H5Dopen(hid_t file, const char *name, hid_t list)',
    'hdf5.h:50 H5Dopen: a macro here, for H5Dopen2; the library does not export it',
  ],
];

it('says nothing of sound declarations', () => {
  expect(differencesWith({})).toEqual([]);
});

describe('functions', () => {
  it.each(wrongPrototypes)('reports %s: %s', (_fault, name, prototype, line) => {
    const declarations = { ...soundDeclarations.declarations, [name]: prototype };
    expect(differencesWith({ declarations })).toEqual([line]);
  });

  it('checks what a version may lack where it has it', () => {
    const optionalDeclarations = { H5Dopen2: 'hid_t H5Dopen2(void)' };
    expect(differencesWith({ optionalDeclarations })).toEqual(['hdf5.h:49 H5Dopen2: 3 parameters, ours has 0']);
  });

  it('takes an opaque address and an int for what travels alike', () => {
    const declarations = {
      H5Dlists: 'void *H5Dlists(void *names, int kind)',
      H5Literate: 'herr_t H5Literate(hid_t group, hsize_t *position, void *operator, void *data)',
      H5Dread: 'int H5Dread(int64_t dataset, int64_t type, const uint64_t *start, void *data)',
    };
    expect(differencesWith({ declarations })).toEqual([]);
  });
});

describe('everything else', () => {
  it.each<[string, Partial<OurDeclarations>, string]>([
    [
      'a variable of another type',
      { globals: ['H5_count_g'] },
      'hdf5.h:53 H5_count_g: int32_t in the header, ours int64_t',
    ],
    ['a missing variable', { globals: ['H5_none_g'] }, 'hdf5.h:0 H5_none_g: the headers do not declare it'],
    [
      'a type passed too short',
      { typeAliases: { hid_t: 'int' } },
      'sample-types.h:15 hid_t: int64_t in the header, ours int32_t',
    ],
    ['an unknown type', { typeAliases: { hnone_t: 'int' } }, 'hdf5.h:0 hnone_t: the headers do not define this type'],
    ['no enumeration', { enumerations: ['hid_t'] }, 'sample-types.h:15 hid_t: int64_t in the header, ours int32_t'],
    [
      'no function',
      { functionTypes: ['H5O_info_t'] },
      'sample-types.h:44 H5O_info_t: struct H5O_info_t in the header, we pass the address of a function',
    ],
    ['a wrong enumerator', { constants: { H5S_SIMPLE: 2 } }, 'sample-types.h:27 H5S_SIMPLE: 1 in the header, ours 2'],
    ['a wrong macro', { constants: { H5F_READ: 0x20 } }, 'hdf5.h:21 H5F_READ: 64 in the header, ours 32'],
    ['no constant', { constants: { H5P_FILE: 1 } }, 'hdf5.h:24 H5P_FILE: no constant whole number in the header'],
    ['text for a number', { constants: { H5_NAME: 1 } }, 'hdf5.h:25 H5_NAME: no constant whole number in the header'],
    ['an unknown constant', { constants: { H5_NONE: 1 } }, 'hdf5.h:0 H5_NONE: the headers do not define it'],
  ])('reports %s', (_fault, change, line) => {
    expect(differencesWith(change)).toEqual([line]);
  });
});

describe('structures', () => {
  const { H5O_info1_t: sound } = soundDeclarations.structures as { H5O_info1_t: OurStructure };
  const withFields = (fields: OurStructure['fields']): Partial<OurDeclarations> => ({
    structures: { H5O_info1_t: { ...sound, fields } },
  });

  it.each<[string, Partial<OurDeclarations>, string]>([
    ['a wrong size', { structures: { H5O_info1_t: { ...sound, size: 48 } } }, '56 bytes in the header, ours only 48'],
    ['a wrong place', withFields({ addr: { offset: 0, type: 'hsize_t' } }), 'addr is at 8 in the header, ours at 0'],
    [
      'a wrong type',
      withFields({ addr: { offset: 8, type: 'hssize_t' } }),
      'addr: uint64_t in the header, ours int64_t',
    ],
    ['an unknown field', withFields({ 'u.none': { offset: 32, type: 'hsize_t' } }), 'the header has no field u.none'],
  ])('reports %s', (_fault, change, message) => {
    expect(differencesWith(change)).toEqual([`sample-types.h:44 H5O_info1_t: ${message}`]);
  });

  it('reports a structure that no header has', () => {
    expect(differencesWith({ structures: { H5none_t: sound } })).toEqual([
      'hdf5.h:0 H5none_t: the headers define no such structure',
    ]);
  });

  const list = { fileno: 'unsigned long', addr: 'uint64_t', shared: 'bool', counts: 'uint64_t', u: 'uint64_t' };

  it('lays lists of fields out as C does', () => {
    const { H5O_info_t: laidOut } = laidOutStructures({ H5O_info_t: { ...list, name: 'char [9]' } });
    // The array counts in the size, and is not compared by itself.
    expect(laidOut).toMatchObject({ size: 56, fields: { addr: { offset: 8 } } });
    expect(laidOut?.fields).not.toHaveProperty('name');
  });

  it('reports fields that have changed places', () => {
    const { addr, fileno } = list;
    const structures = laidOutStructures({ H5O_info_t: { addr, fileno, shared: 'bool' } });
    expect(differencesWith({ structures })).toEqual([
      'sample-types.h:44 H5O_info_t: 56 bytes in the header, ours only 24',
      'sample-types.h:44 H5O_info_t: addr is at 8 in the header, ours at 0',
      'sample-types.h:44 H5O_info_t: fileno is at 0 in the header, ours at 8',
    ]);
  });
});

it('lays lists of fields out as koffi does', async () => {
  const { struct, sizeof, offsetof } = await import('koffi');
  const list = { a: 'bool', b: 'int64_t', c: 'unsigned int', d: 'const char *', e: 'char [9]', f: 'int', g: 'double' };
  const laidOut = laidOutStructures({ list })['list'];
  const type = struct(list);
  expect(laidOut?.size).toBe(sizeof(type));
  for (const [name, { offset }] of Object.entries(laidOut?.fields ?? {})) expect(offset).toBe(offsetof(type, name));
});

const compiler = findCompiler();

it.skipIf(compiler === undefined)('measures with a C compiler what it reads by itself', () => {
  const measured = measure(compiler ?? '', soundDeclarations, headers);
  expect(measured.constants.size).toBe(Object.keys(soundDeclarations.constants).length);
  expect(measured.offsets.size).toBe(4);
  expect(findDifferences(soundDeclarations, headers, measured)).toEqual([]);
});
