import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { readSuperblock } from '@h5tail/local-file';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentSkeleton, surveySkeleton } from '../../src/storage/skeleton-bytes.js';

const python = pythonForInterop();
const packageFile = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

describe.skipIf(python === undefined)('the empty files', () => {
  it('are what their program prints', () => {
    const printed = execFileSync(python as string, [packageFile('python/make_skeleton.py')], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    });
    expect(readFileSync(packageFile('src/storage/skeleton-bytes.ts'), 'utf8')).toBe(printed);
  });
});

describe.skipIf(python === undefined).each([
  ['0.2.0', '/Experiment', experimentSkeleton, ['Reports', 'Standards', 'Surveys']],
  ['0.1.0', '/Survey', surveySkeleton, ['Filters', 'Reports', 'Standards', 'Stations']],
])('the empty file of version %s, as HDF5 has it', (version, root, base64, groups) => {
  let folder = '';
  let path = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'h5tail-mth5-'));
    path = join(folder, `${version}.h5`);
    writeFileSync(path, inflateRawSync(Buffer.from(base64, 'base64')));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const dump = (...options: string[]): string => execFileSync('h5dump', [...options, path], { encoding: 'utf8' });
  const properties = (name: string): string => dump('-p', '-H', '-d', name);

  it('can be appended to while others read', () => {
    expect(readSuperblock(path).superblock?.version).toBe(3);
    expect(readSuperblock(path).superblock?.writer).toBe('closed');
  });

  it('has the groups and the tables of its version', () => {
    const listed = execFileSync('h5ls', [`${path}${root}`], { encoding: 'utf8' });
    const names = listed.split('\n').flatMap((line) => line.split(/\s+/)[0] || []);
    expect(names).toEqual([...groups, 'channel_summary', 'fc_summary', 'tf_summary']);
  });

  it('has a table of channels whose rows can be rewritten in place', () => {
    const table = properties(`${root}/channel_summary`);
    expect(table).toContain('( 1 ) / ( H5S_UNLIMITED )');
    expect(table).toContain('CHUNKED ( 32 )');
    expect(table).toMatch(/FILTERS \{\s+NONE/);
    // Allocated: 32 rows of 343 bytes.
    expect(table).toMatch(/SIZE 10976\b/);
  });

  it.each(['tf_summary', 'fc_summary'])('has an empty %s', (name) => {
    const table = properties(`${root}/${name}`);
    expect(table).toContain('( 1 ) / ( H5S_UNLIMITED )');
    expect(table).toMatch(/SHUFFLE\s+COMPRESSION DEFLATE \{ LEVEL 4 \}\s+CHECKSUM FLETCHER32/);
  });

  it('has the standards of MTH5, empty', () => {
    expect(properties(`${root}/Standards/summary`)).toContain('( 1 ) / ( 1000 )');
    expect(dump('-a', `${root}/Standards/summary/reference`)).toContain(`${root}/Standards/summary`);
  });

  it('says that no session goes on', () => {
    expect(dump('-d', '/h5tail/ended')).toContain('(0): 1');
    expect(properties('/h5tail/ended')).toContain('H5D_ALLOC_TIME_EARLY');
  });
});
