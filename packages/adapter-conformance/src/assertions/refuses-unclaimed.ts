import assert from 'node:assert/strict';
import type { CapabilityName, Hdf5Adapter } from '@h5tail/adapter';
import { rejectsWithCode } from './rejects-with-code.js';

/**
 * Where the adapter lacks one of the capabilities that a call takes: asserts that it refuses the call and names it.
 *
 * @returns Whether it had to refuse; where not, the call must work.
 */
export async function refusesUnclaimed(
  adapter: Hdf5Adapter,
  needed: readonly CapabilityName[],
  call: () => Promise<unknown>,
): Promise<boolean> {
  const missing = needed.filter((name) => !adapter.capabilities[name]);
  if (missing.length === 0) return false;
  const error = await rejectsWithCode('UNSUPPORTED', call);
  assert.ok(
    missing.some((name) => error.message.includes(name)),
    `the message names none of ${missing.join(', ')}: ${error.message}`,
  );
  return true;
}
