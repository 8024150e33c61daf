import { isHdf5Error } from '@h5tail/adapter';
import { faultWords } from './fault-words.js';

/** The environment variable that adds stack traces and HDF5's own error stack to an error. */
export const debugVariable = 'H5TAIL_DEBUG';

/**
 * An error as users see it: one line that names the file, the object and the remedy.
 *
 * @param debug Adds, on lines of their own, what a developer wants to see.
 * @param invocation How this program is called, for the commands that the remedies name.
 */
export function failureLine(error: unknown, debug: boolean, invocation = 'h5tail'): string {
  const line = oneLine(messageOf(error, invocation));
  if (!debug) return line;
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const details = isHdf5Error(error)
    ? error.details.map((entry) => `  HDF5 ${entry.function}: ${entry.message} (${entry.major}, ${entry.minor})`)
    : [];
  return [line, stack, ...details].join('\n');
}

function messageOf(error: unknown, invocation: string): string {
  if (isHdf5Error(error)) return faultWords(error, invocation);
  if (!(error instanceof Error)) return `internal error: ${String(error)}`;
  // Faults of the user's doing are coded, or come from the operating system; anything else is ours.
  const known = error.constructor === Error || 'code' in error;
  return known ? error.message : `internal error: ${error.message}. ${debugVariable}=1 shows where; please report it`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').trim();
}
