import { fileURLToPath } from 'node:url';
import { openFile } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { nativeAdapter } from '../src/index.js';

const fixture = fileURLToPath(new URL('../../adapter-conformance/fixtures/codecs-bitshuffle.h5', import.meta.url));

/** The smallest numbers are lost where a plug-in has told the processor to take them for zero. */
function keepsSmallestNumbers(): boolean {
  return Number.MIN_VALUE * 1 > 0 && 1e-310 * 1 > 0;
}

// Debian's plug-in for bitshuffle is one that changes the rules when it is loaded.
describe.runIf(hasInteropGroup('plugins'))('the rules for floating-point numbers', () => {
  it('stay as they are when a filter plug-in is loaded', async () => {
    expect(keepsSmallestNumbers()).toBe(true);
    await using file = await openFile(fixture, { adapter: nativeAdapter(), mode: 'r' });
    const dataset = await file.dataset('/bitshuffle-lz4/uint16');
    await dataset.read();
    expect(keepsSmallestNumbers()).toBe(true);
  });
});
