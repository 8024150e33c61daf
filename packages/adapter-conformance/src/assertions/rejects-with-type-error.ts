import assert from 'node:assert/strict';
import { isHdf5Error } from '@h5tail/adapter';

/** Asserts that a call is refused as a mistake of the programmer, by a rejection. */
export async function rejectsWithTypeError(name: string, call: () => Promise<unknown>): Promise<void> {
  let promise: Promise<unknown>;
  try {
    promise = call();
  } catch (error) {
    return assert.fail(`${name} throws instead of rejecting: ${String(error)}`);
  }
  await promise.then(
    () => assert.fail(`a TypeError is due, but ${name} succeeds`),
    (error: unknown) =>
      assert.ok(error instanceof TypeError && !isHdf5Error(error), `${name}: a TypeError is due, not ${String(error)}`),
  );
}
