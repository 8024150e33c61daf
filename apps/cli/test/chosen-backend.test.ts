import { describe, expect, it } from 'vitest';
import { chosenBackend } from '../src/chosen-backend.js';
import { UsageError } from '../src/usage-errors.js';

describe('chosenBackend', () => {
  it.each([
    [undefined, {}, { name: 'auto', by: 'default' }],
    [undefined, { H5TAIL_BACKEND: '' }, { name: 'auto', by: 'default' }],
    [undefined, { H5TAIL_BACKEND: 'wasm' }, { name: 'wasm', by: 'variable' }],
    ['native', { H5TAIL_BACKEND: 'wasm' }, { name: 'native', by: 'flag' }],
    ['auto', { H5TAIL_BACKEND: 'nonsense' }, { name: 'auto', by: 'flag' }],
  ] as const)('%j with %j', (flag, variables, expected) => {
    expect(chosenBackend(flag, variables)).toEqual(expected);
  });

  it('refuses a variable that names no backend', () => {
    const choose = (): unknown => chosenBackend(undefined, { H5TAIL_BACKEND: 'h5py' });
    expect(choose).toThrow(UsageError);
    expect(choose).toThrow('H5TAIL_BACKEND "h5py": give one of (auto|wasm|native)');
  });
});
