import { expect, it } from 'vitest';
import { objectName, parentObjectPath, resolveObjectPath } from '../src/index.js';

it.each([
  ['/', 'a', '/a'],
  ['/a', 'b/c', '/a/b/c'],
  ['/a', '/b', '/b'],
  ['/a/', 'b//c/', '/a/b/c'],
  ['/a', '.', '/a'],
  ['/', '.', '/'],
  ['/', '/', '/'],
  ['/a', './b', '/a/b'],
  ['/a', '../b', '/a/../b'],
  ['/a', ' b ', '/a/ b '],
  ['/', 'a.b', '/a.b'],
])('resolveObjectPath(%j, %j) is %j', (base, path, wanted) => {
  expect(resolveObjectPath(base, path)).toBe(wanted);
});

it.each([
  ['/a/b', '/a', 'b'],
  ['/a', '/', 'a'],
  ['/', '/', ''],
])('%j lies in %j as %j', (path, parent, name) => {
  expect(parentObjectPath(path)).toBe(parent);
  expect(objectName(path)).toBe(name);
});

it('refuses names that HDF5 would cut or could not read back', () => {
  for (const name of ['a\0b', '\0', 'a\ud800', '\udc00/b']) {
    expect(() => resolveObjectPath('/', name)).toThrow(TypeError);
  }
  expect(resolveObjectPath('/', 'a\u{1f600}b')).toBe('/a\u{1f600}b');
});
