import type { CliContext } from '../../context.js';
import type { FollowFlags } from './command.js';

/** How a line is printed. It is made only where it is wanted. */
export type Print = (line: () => string) => Promise<void>;

/** How the lines of a follow are printed. With `--latest` none waits in here behind an older one. */
export function printing({ output }: CliContext, { quiet, latest }: FollowFlags): Print {
  if (quiet) return () => Promise.resolve();
  return latest ? (line) => output.writeThrough(line()) : (line) => output.write(line());
}
