import { expect, it } from 'vitest';
import { findFileFaults } from '../src/find-file-faults.js';

const fileOf = (file: string, lines = 1) => ({ file: `packages/example/${file}`, source: 'line\n'.repeat(lines) });

it('accepts small files with telling names', () => {
  expect(findFileFaults('src', [fileOf('src/unravel-index.ts', 500), fileOf('src/dtypes/float16.ts')])).toEqual([]);
  expect(findFileFaults('test', [fileOf('test/api.test-d.ts', 600)])).toEqual([]);
});

it.each(['src/utils.ts', 'src/helpers/a.ts', 'src/misc.test.ts', 'src/camelCase.ts', 'src/Upper/a.ts', 'src/a_b.ts'])(
  'refuses the name %s',
  (file) => {
    expect(findFileFaults('src', [fileOf(file)])).toHaveLength(1);
  },
);

it('refuses a file that is too long', () => {
  expect(findFileFaults('src', [fileOf('src/a.ts', 501)])).toHaveLength(1);
  expect(findFileFaults('test', [fileOf('test/a.ts', 601)])).toHaveLength(1);
});
