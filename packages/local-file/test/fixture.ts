import { fileURLToPath } from 'node:url';

/** Path of a file that h5py wrote for the conformance suite. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../../adapter-conformance/fixtures/${name}`, import.meta.url));
}
