import type { Hdf5StackEntry } from '../errors.js';

const entryLine = /^\s*#\d+: .*? line \d+ in (\w+)\(\): (.*)$/;
const classLine = /^\s*(major|minor): (.*)$/;

/**
 * Reads the error stack that HDF5 prints, outermost call first.
 *
 * @param text What `H5Eprint2` writes; several stacks may follow each other.
 */
export function parseErrorStack(text: string): Hdf5StackEntry[] {
  const entries: { function: string; message: string; major: string; minor: string }[] = [];
  for (const line of text.split('\n')) {
    const entry = entryLine.exec(line);
    if (entry !== null) {
      entries.push({ function: entry[1] as string, message: entry[2] as string, major: '', minor: '' });
      continue;
    }
    const last = entries.at(-1);
    if (last === undefined) continue;
    const detail = classLine.exec(line);
    if (detail !== null) last[detail[1] as 'major' | 'minor'] = detail[2] as string;
    // Failures of the operating system are told over several lines, the reason on the second.
    else if (last.major === '') last.message += line.trim();
  }
  return entries;
}
