import { expect, it } from 'vitest';
import { UsageErrors, withEmptyValues } from '../src/usage-errors.js';

it('makes one line of several messages', () => {
  const errors = new UsageErrors();
  expect(errors.isEmpty).toBe(true);
  errors.write('one\n');
  errors.write('two?\n');
  expect(errors.line('h5tail ls')).toBe('one; two? See h5tail ls --help');
  errors.write('three\n');
  expect(errors.line('h5tail ls')).toBe('one; two?; three. See h5tail ls --help');
});

it('gives an empty value to the flag that it belongs to', () => {
  expect(withEmptyValues(['ls', '--keys=', '--data=/d', '--', '--keys='])).toEqual([
    'ls',
    '--keys',
    '',
    '--data=/d',
    '--',
    '--keys=',
  ]);
});
