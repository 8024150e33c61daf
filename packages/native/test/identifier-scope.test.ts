import { Hdf5Error } from '@h5tail/adapter';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { constants } from '../src/c/constants.js';
import { Hdf5Library } from '../src/c/hdf5-library.js';
import type { DataspaceId } from '../src/c/identifiers.js';
import { loadLibrary } from '../src/library/load-library.js';

const place = { file: '/a.h5', object: '/b' };

describe.skipIf(!hasInteropGroup('library'))('withIdentifiers', () => {
  let library: Hdf5Library;
  beforeAll(async () => void (library = new Hdf5Library(await loadLibrary())));

  const makeSpace = (): DataspaceId => library.c.H5Screate(constants.H5S_SCALAR);
  const isOpen = (id: DataspaceId): boolean => library.c.H5Iis_valid(id) > 0;

  it('closes what was made, the last one first', () => {
    const closed = vi.spyOn(library.c, 'H5Idec_ref');
    const made: DataspaceId[] = [];
    const result = library.withIdentifiers(place, (ids) => {
      for (let i = 0; i < 3; i++) made.push(ids.add(place, 'no space', makeSpace));
      expect(made.every(isOpen)).toBe(true);
      return 'result';
    });
    expect(result).toBe('result');
    expect(closed.mock.calls.map(([id]) => id)).toEqual(made.toReversed());
    expect(made.some(isOpen)).toBe(false);
    closed.mockRestore();
  });

  it('closes it after a fault too, which tells the place', () => {
    const made: DataspaceId[] = [];
    const fail = (): unknown =>
      library.withIdentifiers(place, (ids) => {
        made.push(ids.add(place, 'no space', makeSpace));
        throw new Hdf5Error('INVALID_DATA', 'this is no good');
      });
    expect(fail).toThrow(expect.objectContaining({ code: 'INVALID_DATA', ...place }) as Error);
    expect(made.some(isOpen)).toBe(false);
  });

  it('keeps nothing that could not be made', () => {
    const made: DataspaceId[] = [];
    const fail = (): unknown =>
      library.withIdentifiers(place, (ids) => {
        made.push(ids.add(place, 'no space', makeSpace));
        return ids.add(place, 'no such space', (c) => c.H5Screate(99));
      });
    expect(fail).toThrow(/no such space: /);
    expect(made.some(isOpen)).toBe(false);
  });

  it.each(['resolves', 'rejects'])('waits for a promise until it %s', async (how) => {
    let settle: () => void = () => undefined;
    const made: DataspaceId[] = [];
    const result = library.withIdentifiers(place, (ids) => {
      made.push(ids.add(place, 'no space', makeSpace));
      return new Promise<string>((resolve, reject) => {
        settle = () => {
          if (how === 'resolves') resolve('late');
          else reject(new Error('late'));
        };
      });
    });
    expect(made.every(isOpen)).toBe(true);
    settle();
    await (how === 'resolves' ? expect(result).resolves.toBe('late') : expect(result).rejects.toThrow('late'));
    expect(made.some(isOpen)).toBe(false);
  });
});

describe.skipIf(!hasInteropGroup('library'))('the error stack', () => {
  let library: Hdf5Library;
  beforeAll(async () => void (library = new Hdf5Library(await loadLibrary())));

  it('becomes an error with every entry, outermost call first', () => {
    const fail = (): unknown =>
      library.demand(place, 'it cannot be opened', (c) => c.H5Fopen('/no/such/file.h5', 0, 0n as never));
    let error: unknown;
    try {
      fail();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(Hdf5Error);
    const { details, message, file, object } = error as Hdf5Error;
    expect({ file, object }).toEqual(place);
    expect(message).toContain('it cannot be opened');
    expect(details.length).toBeGreaterThan(1);
    expect(details[0]?.function).toBe('H5Fopen');
    for (const entry of details) {
      // Text of HDF5, and no memory that it has given back.
      expect(Object.values(entry).join('\n')).toMatch(/^[\x20-\x7e\n]+$/);
      expect(entry.major).not.toBe('');
      expect(entry.minor).not.toBe('');
    }
  });

  it('is read again from an identifier', () => {
    const { c } = library;
    expect(c.H5Fopen('/no/such/file.h5', 0, 0n as never)).toBeLessThan(0);
    const stack = c.H5Eget_current_stack();
    const { details } = library.fault(place, 'it cannot be opened', stack);
    expect(details[0]?.function).toBe('H5Fopen');
    expect(library.fault(place, 'again', stack).details).toEqual(details);
    expect(c.H5Eclose_stack(stack)).toBe(0);
  });

  it('is an answer to a question too', () => {
    expect(library.ask((c) => c.H5Zfilter_avail(1)).answer).toBe(1);
    const { answer, stack } = library.ask((c) => c.H5Zfilter_avail(-1));
    expect(answer).toBeUndefined();
    expect(stack?.at(0)?.function).toBe('H5Zfilter_avail');
  });
});
