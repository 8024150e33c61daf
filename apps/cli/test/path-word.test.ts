import { expect, it } from 'vitest';
import { followCommandLine } from '../src/commands/simulate/follow-command-line.js';
import { pathWord } from '../src/path-word.js';

it.each([
  ['/data/scan.h5', '/data/scan.h5'],
  ['-scan.h5', './-scan.h5'],
  ["- it's.h5", "'./- it'\\''s.h5'"],
  ['$(rm).h5', "'$(rm).h5'"],
])('makes a word of the path %s that a shell and a command line take', (path, word) => {
  expect(pathWord(path)).toBe(word);
  expect(followCommandLine('h5tail', path)).toContain(`h5tail follow ${word} --keys `);
});
