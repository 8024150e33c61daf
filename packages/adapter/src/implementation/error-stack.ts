import type { Hdf5StackEntry } from '../errors.js';

const entryLine = /^\s*#(\d+): .*? line \d+ in (\w+)\(\): (.*)$/;
const classLine = /^\s*(major|minor): (.*)$/;

/**
 * Reads the error stacks that HDF5 prints, in the order of printing; each with its outermost call first.
 *
 * One call into a backend may print several: the first tells the cause, the others what came of it.
 *
 * @param text What `H5Eprint2` writes.
 */
export function parseErrorStacks(text: string): Hdf5StackEntry[][] {
  const stacks: { function: string; message: string; major: string; minor: string }[][] = [];
  for (const line of text.split('\n')) {
    const entry = entryLine.exec(line);
    if (entry !== null) {
      if (entry[1] === '000' || stacks.length === 0) stacks.push([]);
      stacks.at(-1)?.push({ function: entry[2] as string, message: entry[3] as string, major: '', minor: '' });
      continue;
    }
    const last = stacks.at(-1)?.at(-1);
    if (last === undefined) continue;
    const detail = classLine.exec(line);
    if (detail !== null) last[detail[1] as 'major' | 'minor'] = detail[2] as string;
    // Failures of the operating system are told over several lines, the reason on the second.
    else if (last.major === '') last.message += line.trim();
  }
  return stacks;
}
