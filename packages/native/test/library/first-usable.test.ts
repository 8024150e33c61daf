import { describe, expect, it } from 'vitest';
import { firstUsable } from '../../src/library/first-usable.js';
import { isOlder, type LibraryVersion } from '../../src/library/library-version.js';

function search(versions: Readonly<Record<string, LibraryVersion | string>>) {
  return firstUsable(Object.keys(versions), (name) => {
    const version = versions[name] as LibraryVersion | string;
    if (typeof version === 'string') throw new Error(version);
    return { name, version };
  });
}

describe('firstUsable', () => {
  it('takes the first one that is new enough', () => {
    const { library, attempts } = search({
      missing: 'missing: cannot open shared object file: No such file or directory',
      old: [1, 10, 4],
      older: [1, 8, 23],
      broken: 'this HDF5 does not start: H5open failed',
      good: [1, 10, 5],
      newer: [2, 0, 0],
    });
    expect(library).toEqual({ name: 'good', version: [1, 10, 5] });
    expect(attempts).toEqual([
      { name: 'missing', reason: 'not found', kind: 'missing' },
      { name: 'old', reason: 'HDF5 1.10.4 is too old, 1.10.5 or newer is needed', kind: 'too-old' },
      { name: 'older', reason: 'HDF5 1.8.23 is too old, 1.10.5 or newer is needed', kind: 'too-old' },
      { name: 'broken', reason: 'this HDF5 does not start: H5open failed', kind: 'unusable' },
    ]);
  });

  it('takes none where none can be used', () => {
    expect(search({ old: [1, 8, 12] }).library).toBeUndefined();
    expect(search({})).toEqual({ library: undefined, attempts: [] });
  });
});

describe('isOlder', () => {
  it.each([
    [[1, 10, 4], [1, 10, 5], true],
    [[1, 8, 23], [1, 10, 5], true],
    [[1, 10, 5], [1, 10, 5], false],
    [[1, 10, 11], [1, 10, 5], false],
    [[1, 12, 0], [1, 10, 5], false],
    [[2, 0, 0], [1, 10, 5], false],
  ] as const)('%j before %j: %s', (version, than, expected) => {
    expect(isOlder(version, than)).toBe(expected);
  });
});
