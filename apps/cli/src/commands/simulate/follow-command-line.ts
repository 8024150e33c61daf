import { pathWord } from '../../path-word.js';
import { simulatedPaths } from './simulated-scan.js';

/**
 * The command that follows a simulated file, ready to be pasted.
 *
 * @param invocation How this program is called, for example `h5tail`.
 */
export function followCommandLine(invocation: string, path: string): string {
  const { keys, data, finished } = simulatedPaths;
  return `${invocation} follow ${pathWord(path)} --keys ${keys} --data ${data} --finished ${finished}`;
}
