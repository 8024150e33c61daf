import { describe, expect, it } from 'vitest';
import { declarations, optionalDeclarations } from '../src/c/declarations.js';
import { koffiPrototype, parsePrototype } from '../src/c/types.js';

describe('parsePrototype', () => {
  it('takes a prototype apart', () => {
    expect(parsePrototype('hid_t H5Dopen2(hid_t location, const char *name, hid_t list)')).toEqual({
      result: 'hid_t',
      name: 'H5Dopen2',
      parameters: ['hid_t location', 'const char *name', 'hid_t list'],
    });
    expect(parsePrototype('char *H5Tget_tag(hid_t type)')).toMatchObject({ result: 'char *', name: 'H5Tget_tag' });
    expect(parsePrototype('herr_t H5open(void)').parameters).toEqual([]);
  });

  it.each(['', 'H5open', 'H5open(void)', 'herr_t H5open'])('refuses %j', (text) => {
    expect(() => parsePrototype(text)).toThrow(/no prototype/);
  });
});

describe('koffiPrototype', () => {
  it.each([
    ['herr_t H5open(void)', 'int H5open(void)'],
    [
      'hid_t H5Dopen2(hid_t location, const char *name, hid_t list)',
      'int64_t H5Dopen2(int64_t, const char *, int64_t)',
    ],
    ['haddr_t H5Dget_offset(hid_t dataset)', 'uint64_t H5Dget_offset(int64_t)'],
    ['char *H5Tget_tag(hid_t type)', 'void * H5Tget_tag(int64_t)'],
    ['H5T_class_t H5Tget_class(hid_t type)', 'int H5Tget_class(int64_t)'],
    ['herr_t f(const hsize_t *dims, char *name, unsigned *n)', 'int f(void *, void *, void *)'],
    ['herr_t f(H5E_auto2_t function, void *data, double d)', 'int f(void *, void *, double)'],
    ['ssize_t f(size_t size, hbool_t yes, unsigned n)', 'intptr_t f(size_t, int, unsigned int)'],
  ])('%s', (text, expected) => {
    expect(koffiPrototype(text)).toBe(expected);
  });

  it('refuses a type whose size it does not know', () => {
    expect(() => koffiPrototype('herr_t f(off_t offset)')).toThrow('the type off_t is not known to koffi');
  });

  it.each(Object.entries({ ...declarations, ...optionalDeclarations }))('knows %s by its own name', (name, text) => {
    expect(parsePrototype(text).name).toBe(name);
    expect(koffiPrototype(text)).toContain(name);
  });
});
