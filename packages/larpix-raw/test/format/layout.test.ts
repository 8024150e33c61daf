import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { toRawFile } from '@h5tail/larpix-raw';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSuperblock } from '@h5tail/local-file';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { skeleton } from '../../src/format/skeleton.js';
import { H5pySteps, python } from '../h5py-steps.js';
import { layoutOf } from '../h5dump.js';
import { patternIoGroups, patternMessages } from '../message-pattern.js';
import { scratchFolder } from '../scratch-folder.js';

const pathOf = scratchFolder();
const packageFile = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const made = 3000;

describe.skipIf(python === undefined)('the empty files', () => {
  it('are what their program prints', () => {
    const printed = execFileSync(python as string, [packageFile('python/make_skeleton.py')], { encoding: 'utf8' });
    expect(readFileSync(packageFile('src/format/skeleton-bytes.ts'), 'utf8')).toBe(printed);
  });
});

describe('an empty file', () => {
  it('says its io_version, where that has the usual length', () => {
    const { bytes, missingIoVersion } = skeleton('4.2');
    expect(Buffer.from(bytes).includes('4.2')).toBe(true);
    expect(missingIoVersion).toBeUndefined();
  });

  it('leaves an io_version of another length to be set', () => {
    const { bytes, missingIoVersion } = skeleton('0.10');
    expect(missingIoVersion).toBe('0.10');
    expect(Buffer.from(bytes).equals(skeleton(undefined).bytes)).toBe(true);
    expect(Buffer.from(bytes).includes('io_version')).toBe(false);
  });

  it("is the caller's own each time", () => {
    skeleton('0.0').bytes.fill(0);
    expect([...skeleton('0.0').bytes.subarray(0, 4)]).toEqual([0x89, 0x48, 0x44, 0x46]);
  });
});

describe.skipIf(python === undefined).each(testBackends)('the layout of files on $name', ({ name, createAdapter }) => {
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });

  it.each([
    ['with an io_version', '0.0', made],
    ['with a long io_version', '0.10', made],
    ['without one', undefined, made],
    ['without messages', '0.0', 0],
  ])("is that of h5py's: %s", async (title, ioVersion, count) => {
    await using h5py = new H5pySteps();
    const version = ioVersion === undefined ? {} : { ioVersion };
    const [ours, theirs] = ['ours', 'theirs'].map((who) => pathOf(`${name}-${title}-${who}.h5`)) as [string, string];
    await toRawFile(ours, patternMessages(0, count), {
      adapter,
      headers: { ioGroups: patternIoGroups(0, count) },
      ...version,
    });
    await h5py.append(theirs, { first: 0, count }, version);
    const layout = layoutOf(theirs);
    // h5wasm pads texts that it creates with spaces, which is without meaning where their length is variable.
    expect(layoutOf(ours).replace('H5T_STR_SPACEPAD', 'H5T_STR_NULLTERM')).toBe(layout);
    // The dump says what it is to say.
    for (const part of [
      'CHUNKED ( 1024 )',
      'COMPRESSION DEFLATE { LEVEL 4 }',
      'H5T_VLEN { H5T_STD_U8LE}',
      '"io_groups"',
    ]) {
      expect(layout).toContain(part);
    }
    expect(layout).toContain(`( ${count} ) / ( H5S_UNLIMITED )`);
    expect([readSuperblock(ours).superblock?.version, readSuperblock(ours).superblock?.writer]).toEqual([3, 'closed']);
  });
});
