import { fstatSync } from 'node:fs';
import type { FileIdentity } from '@h5tail/local-file/objects';
import type { H5wasmModule } from './h5wasm-functions.js';

const standardStreams = 2;

/** The descriptor of Node for a file that the module has open; h5wasm does not tell which of its streams is which file. */
export function findDescriptor({ FS }: H5wasmModule, { device, inode }: FileIdentity): number | undefined {
  for (const stream of FS.streams) {
    if (stream === null || stream === undefined || stream.nfd <= standardStreams) continue;
    const { dev, ino } = fstatSync(stream.nfd);
    if (dev === device && ino === inode) return stream.nfd;
  }
  return undefined;
}
