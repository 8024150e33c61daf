import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { commonWriterState, holdingFile, linkedFile, sourceFiles, storageFiles } from '../../src/objects.js';
import { fixture } from '../fixture.js';
import { FakeObjects } from './fake-objects.js';

const folder = mkdtempSync(join(tmpdir(), 'h5tail-objects-'));
afterAll(() => rmSync(folder, { recursive: true }));
const pathOf = (name: string): string => join(folder, name);
const put = (name: string): string => {
  writeFileSync(pathOf(name), '');
  return pathOf(name);
};

it('looks for a linked file beside the one that names it, also for an absolute name that leads nowhere', () => {
  const beside = put('beside.h5');
  expect(linkedFile(pathOf('master.h5'), 'beside.h5')).toBe(beside);
  expect(linkedFile(pathOf('master.h5'), '/moved/away/beside.h5')).toBe(beside);
  expect(linkedFile(pathOf('master.h5'), 'missing.h5')).toBe(pathOf('missing.h5'));
  expect(linkedFile(pathOf('master.h5'), '/moved/away/missing.h5')).toBe('/moved/away/missing.h5');
});

it('counts the blocks of a virtual dataset, and names the first even where it is missing', () => {
  const blocks = [put('block-0.h5'), put('block-1.h5')];
  const master = pathOf('master.h5');
  expect(sourceFiles(master, 'block-%b.h5')).toEqual(blocks);
  expect(sourceFiles(master, 'later-%b.h5')).toEqual([pathOf('later-0.h5')]);
  expect(sourceFiles(master, '100%%.h5')).toEqual([pathOf('100%.h5')]);
  expect(sourceFiles(master, '.')).toEqual([master]);
});

it('follows soft and external links from file to file', () => {
  const last = new FakeObjects(put('last.h5'), { '/data': 'dataset' });
  const middle = new FakeObjects(
    put('middle.h5'),
    { '/out': { type: 'external', file: 'last.h5', target: '/' }, '/g': { type: 'soft', target: 'out' } },
    [last],
  );
  const master = new FakeObjects(
    pathOf('master.h5'),
    {
      '/here': 'dataset',
      '/away': { type: 'external', file: 'middle.h5', target: '/g' },
      '/gone': { type: 'external', file: 'missing.h5', target: '/' },
      '/circle': { type: 'soft', target: '/circle' },
    },
    [middle],
  );
  expect(holdingFile(master, '/here')).toBe(master.file);
  expect(holdingFile(master, '/away/data')).toBe(last.file);
  // What cannot be opened is named: its writer may not have begun.
  expect(holdingFile(master, '/gone/data')).toBe(pathOf('missing.h5'));
  expect(holdingFile(master, '/circle')).toBe(master.file);
  expect(storageFiles(master, '/away/data', ['.', 'block-%b.h5', 'block-0.h5'])).toEqual([
    last.file,
    pathOf('block-0.h5'),
    pathOf('block-1.h5'),
  ]);
});

it('is closed only if all files are', () => {
  const closed = fixture('skeleton-messages.h5');
  const killed = fixture('swmr-killed.h5');
  expect(commonWriterState([closed, closed])).toBe('closed');
  expect(commonWriterState([closed, killed])).toBe('swmr-writing');
  expect(commonWriterState([closed, pathOf('missing.h5')])).toBe('unknown');
});
