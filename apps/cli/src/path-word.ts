import { shellWord } from './shell-word.js';

/** A path of the file system as a word of a command line: one that begins with a dash is no flag. */
export function pathWord(path: string): string {
  return shellWord(path.startsWith('-') ? `./${path}` : path);
}
