import assert from 'node:assert/strict';
import { isHdf5Error, type ErrorCode, type Hdf5Error } from '@h5tail/adapter';

const retryable: readonly ErrorCode[] = ['NOT_SWMR_READABLE', 'TRANSIENT_READ'];

/** Asserts that a call fails with a code, and that its error is one that a person can read in one line. */
export async function rejectsWithCode(
  code: ErrorCode | readonly ErrorCode[],
  call: () => Promise<unknown>,
): Promise<Hdf5Error> {
  const codes = Array.isArray(code) ? (code as readonly ErrorCode[]) : [code as ErrorCode];
  let result: unknown;
  try {
    result = await call();
  } catch (error) {
    assert.ok(isHdf5Error(error), `an Hdf5Error with the code ${codes.join(' or ')} is due, not ${String(error)}`);
    assert.ok(
      codes.includes(error.code),
      `the code ${codes.join(' or ')} is due, not ${error.code} (${error.message})`,
    );
    assert.equal(error.retryable, retryable.includes(error.code), `retryable of ${error.code}`);
    assert.ok(!error.message.includes('\n'), `the message has several lines: ${error.message}`);
    return error;
  }
  return assert.fail(`an error with the code ${codes.join(' or ')} is due, but the call gave ${String(result)}`);
}
