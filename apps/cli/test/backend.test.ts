import { isHdf5Error } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import { openBackend } from '../src/backend.js';

describe('openBackend', () => {
  it.each(['auto', 'wasm'] as const)('has wasm for %s', async (name) => {
    expect((await openBackend(name)).name).toBe('wasm');
  });

  it('never falls back from a backend that was asked for', async () => {
    const error: unknown = await openBackend('native').catch((caught: unknown) => caught);
    expect(isHdf5Error(error) && error.code).toBe('BACKEND_UNAVAILABLE');
  });
});
