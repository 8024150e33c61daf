import { mkdir, writeFile } from 'node:fs/promises';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { fromRawFile, lengthOfRawFile, toRawFile, type FromRawFileOptions } from '@h5tail/larpix-raw';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../tooling/typescript/test-backends.js';
import { codeOf } from './code-of.js';
import { base64 } from './h5py-steps.js';
import { patternIoGroups, patternMessages } from './message-pattern.js';
import { scratchFolder } from './scratch-folder.js';

const pathOf = scratchFolder();
/** Rows of the file; the number of a row is its message's one byte, and its board. */
const five = [0, 1, 2, 3, 4].map((row) => Uint8Array.of(row));

type Choice = Pick<FromRawFileOptions, 'start' | 'end' | 'mask' | 'indices'>;

describe.each(testBackends)('fromRawFile on $name', ({ name, createAdapter }) => {
  let adapter: Hdf5Adapter;
  const path = pathOf(`${name}-five.h5`);
  const empty = pathOf(`${name}-empty.h5`);
  const long = pathOf(`${name}-long.h5`);
  beforeAll(async () => {
    adapter = await createAdapter();
    await toRawFile(path, five, { adapter, headers: { ioGroups: [0, 1, 2, 3, 4] }, ioVersion: '0.0' });
    await toRawFile(empty, null, { adapter });
    await toRawFile(long, patternMessages(0, 5000), { adapter, headers: { ioGroups: patternIoGroups(0, 5000) } });
  });
  const rowsOf = async (choice: Choice, file = path): Promise<number[]> => {
    const { messages, ioGroups, length } = await fromRawFile(file, { adapter, ...choice });
    const rows = [...messages].map((message) => message[0] as number);
    expect([...ioGroups]).toEqual(rows);
    expect(length).toBe(file === path ? 5 : 0);
    return rows;
  };

  it('reads all, with what the file says of itself', async () => {
    const content = await fromRawFile(path, { adapter });
    expect([...content.messages]).toEqual(five);
    expect(content.ioGroups).toEqual(Uint8Array.of(0, 1, 2, 3, 4));
    expect(content.headers).toEqual(new Map([['io_groups', content.ioGroups]]));
    expect(content).toMatchObject({ length: 5, version: '0.0', ioVersion: '0.0' });
    expect([typeof content.created, content.modified]).toEqual(['number', content.created]);
  });

  it('reads headers only', async () => {
    const { messages, ioGroups, length } = await fromRawFile(path, { adapter, headersOnly: true, start: 3 });
    expect([messages, [...ioGroups], length]).toEqual([null, [3, 4], 5]);
    const masked = await fromRawFile(path, { adapter, headersOnly: true, mask: [true, false, false, false, true] });
    expect([masked.messages, [...masked.ioGroups]]).toEqual([null, [0, 4]]);
  });

  // As slices of lists have it.
  it.each<[Choice, number[]]>([
    [{}, [0, 1, 2, 3, 4]],
    [{ start: 0 }, [0, 1, 2, 3, 4]],
    [{ start: 2 }, [2, 3, 4]],
    [{ end: 2 }, [0, 1]],
    [{ start: 1, end: 3 }, [1, 2]],
    [{ start: -1 }, [4]],
    [{ end: -1 }, [0, 1, 2, 3]],
    [{ start: -3, end: -1 }, [2, 3]],
    [{ start: -100 }, [0, 1, 2, 3, 4]],
    [{ start: -100, end: 2 }, [0, 1]],
    [{ end: 100 }, [0, 1, 2, 3, 4]],
    [{ end: -100 }, []],
    [{ start: 5 }, []],
    [{ start: 100 }, []],
    [{ start: 100, end: 200 }, []],
    [{ start: 3, end: 3 }, []],
    [{ start: 3, end: 1 }, []],
    [{ start: -1, end: -3 }, []],
    [{ start: 2.7 }, [2, 3, 4]],
    [{ start: -1.7 }, [4]],
    [{ start: -0.5 }, [0, 1, 2, 3, 4]],
    [{ end: 2.7 }, [0, 1]],
    [{ start: -Infinity, end: Infinity }, [0, 1, 2, 3, 4]],
    [{ start: undefined as never, end: undefined as never }, [0, 1, 2, 3, 4]],
    [{ mask: [false, true, false, true, false] }, [1, 3]],
    [{ mask: [true, true, true, true, true] }, [0, 1, 2, 3, 4]],
    [{ mask: [false, false, false, false, false] }, []],
    [{ mask: Uint8Array.of(0, 0, 255, 1, 0) }, [2, 3]],
    // It takes the place of the bounds.
    [{ mask: [true, false, false, false, true], start: 2, end: 3 }, [0, 4]],
    [{ indices: [0, 2] }, [0, 2]],
    [{ indices: [-1] }, [4]],
    [{ indices: [4, -5, 4, 1] }, [4, 0, 4, 1]],
    [{ indices: Uint32Array.of(3, 3) }, [3, 3]],
    [{ indices: [] }, []],
    [{ indices: [1, 2, 3], start: 4 }, [1, 2, 3]],
  ])('%o', async (choice, rows) => {
    expect(await rowsOf(choice)).toEqual(rows);
  });

  it.each<[string, unknown, string]>([
    ['a mask that is too short', { mask: [true] }, 'INVALID_DATA'],
    ['a mask that is too short, of nothing', { mask: [false, false] }, 'INVALID_DATA'],
    ['a mask that is too long', { mask: new Uint8Array(6) }, 'INVALID_DATA'],
    ['an empty mask', { mask: [] }, 'INVALID_DATA'],
    ['a mask of numbers', { mask: [0, 1, 0, 1, 0] }, 'TypeError'],
    ['a mask of wide numbers', { mask: new Int32Array(5) }, 'TypeError'],
    ['a mask that is a number', { mask: 3 }, 'TypeError'],
    ['a mask that is a text', { mask: 'tftft' }, 'TypeError'],
    ['a mask that is null', { mask: null }, 'TypeError'],
    ['an index behind the end', { indices: [0, 5] }, 'OUT_OF_RANGE'],
    ['an index before the beginning', { indices: [-6] }, 'OUT_OF_RANGE'],
    ['an index that is not whole', { indices: [1.5] }, 'OUT_OF_RANGE'],
    ['no number for an index', { indices: [NaN] }, 'OUT_OF_RANGE'],
    ['an index that is a text', { indices: ['1'] }, 'TypeError'],
    ['indices that are a number', { indices: 3 }, 'TypeError'],
    ['indices that are a text', { indices: '12' }, 'TypeError'],
    ['indices that are null', { indices: null }, 'TypeError'],
    ['a mask and indices', { mask: [true], indices: [0] }, 'TypeError'],
    ['a text to start at', { start: '1' }, 'TypeError'],
    ['no number to end at', { end: NaN }, 'TypeError'],
    ['a version that is none', { version: '0' }, 'TypeError'],
    ['an io_version that is none', { ioVersion: '' }, 'TypeError'],
    ['time that makes no sense', { retryBudgetMs: -1 }, 'RangeError'],
  ])('%s is told', async (_, options, code) => {
    expect(await codeOf(fromRawFile(path, { adapter, ...(options as Choice) }))).toBe(code);
  });

  it.each<[Choice]>([
    [{}],
    [{ start: -1 }],
    [{ start: 2, end: 1 }],
    [{ mask: [] }],
    [{ mask: new Uint8Array(0) }],
    [{ indices: [] }],
  ])('of an empty file gives nothing: %o', async (choice) => {
    expect(await rowsOf(choice, empty)).toEqual([]);
  });

  it('of an empty file knows the fields of the headers', async () => {
    const { headers, messages } = await fromRawFile(empty, { adapter });
    expect([...headers]).toEqual([['io_groups', new Uint8Array(0)]]);
    expect([messages.length, messages.values.length]).toEqual([0, 0]);
  });

  it('chosen rows of many chunks, near and far from each other, are those', async () => {
    const rows = [0, 1, 2, 10, 27, 1000, 1023, 1024, 1025, 2047, 2500, 2501, 4999];
    const mask = new Uint8Array(5000);
    for (const row of rows) mask[row] = 1;
    const masked = await fromRawFile(long, { adapter, mask });
    expect([...masked.messages].map(base64)).toEqual(rows.flatMap((row) => patternMessages(row, row + 1)).map(base64));
    expect([...masked.ioGroups]).toEqual(rows.flatMap((row) => patternIoGroups(row, row + 1)));
    const order = [4999, 3, 3, 1024, 0, 2500];
    const listed = await fromRawFile(long, { adapter, indices: order });
    expect([...listed.messages].map(base64)).toEqual(order.flatMap((row) => patternMessages(row, row + 1)).map(base64));
    expect([...listed.ioGroups]).toEqual(order.flatMap((row) => patternIoGroups(row, row + 1)));
  });

  it('what is not there, or is none, is told at once', async () => {
    const text = pathOf(`${name}-text.h5`);
    await writeFile(text, 'no HDF5 at all, but long enough to be looked at');
    const folder = pathOf(`${name}-folder`);
    await mkdir(folder);
    const nothing = pathOf(`${name}-nothing.h5`);
    await writeFile(nothing, '');
    // A retry would ask this clock.
    const clock = { now: () => 0, sleep: () => Promise.reject(new Error('it was tried again')) };
    for (const [file, code] of [
      [pathOf('nobody.h5'), 'FILE_NOT_FOUND'],
      [folder, 'NOT_A_FILE'],
      [text, 'NOT_HDF5'],
      [nothing, 'NOT_HDF5'],
    ] as const) {
      expect(await codeOf(fromRawFile(file, { adapter, clock }))).toBe(code);
      expect(await codeOf(lengthOfRawFile(file, { adapter, clock }))).toBe(code);
    }
  });

  it('ends with the reason of a signal', async () => {
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    await expect(fromRawFile(path, { adapter, signal })).rejects.toBe(reason);
    await expect(lengthOfRawFile(path, { adapter, signal })).rejects.toBe(reason);
  });
});
