import { Hdf5Error, type Hdf5ErrorContext, type Hdf5StackEntry } from '../errors.js';
import { classifyErrorStack, innermostMessage } from './classify-error-stack.js';

/**
 * The coded error for a call that HDF5 refused.
 *
 * @param what What could not be done.
 * @param stack What HDF5 said.
 * @param reason Why, in words; by default those of HDF5.
 */
export function stackFault(
  what: string,
  stack: readonly Hdf5StackEntry[],
  context: Pick<Hdf5ErrorContext, 'file' | 'object' | 'cause'>,
  reason: string = innermostMessage(stack),
): Hdf5Error {
  const { code, remedy } = classifyErrorStack(stack);
  return new Hdf5Error(code, `${what}: ${reason}`, { ...context, remedy, details: stack });
}
