import { fileURLToPath } from 'node:url';

// Holds for `src` and for `dist` alike, as long as this file lies at the top of both.
const folder = new URL('../', import.meta.url);

/** Path of a file or folder that is published beside the code: `python/…`, `fixtures/…`. */
export function packagePath(relative: string): string {
  return fileURLToPath(new URL(relative, folder));
}
