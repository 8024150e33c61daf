import { readSuperblockOf } from '@h5tail/local-file';
import type { H5wasmModule, H5wasmStream } from './h5wasm-functions.js';

/** Bytes of a file that are not to be written any more. */
interface Kept {
  readonly from: number;
  readonly to: number;
}

/**
 * Leaves the superblock of a file in SWMR mode as it is, once a write to the file has failed.
 *
 * When HDF5 closes such a file, it puts into the superblock that no writer has it, and an end that lies beyond what could
 * be written: nobody could read the file any more. As it is, it can be read like that of a writer that was killed. What
 * HDF5 failed to write once, it is not to be trusted with (see `docs/results.md`), so this holds until it is closed, also
 * if there is room again.
 */
export function keepWriterFlag(module: H5wasmModule): void {
  const failed = new WeakMap<H5wasmStream, Kept>();
  const write = module.FS.write.bind(module.FS);
  module.FS.write = (stream, buffer, offset, length, position, canOwn) => {
    const kept = failed.get(stream);
    if (kept !== undefined) {
      const start = position ?? stream.position;
      // HDF5 writes a superblock by itself, from its beginning.
      if (start < kept.to && start + length > kept.from) return length;
    }
    try {
      return write(stream, buffer, offset, length, position, canOwn);
    } catch (error) {
      const superblock = kept ?? superblockInSwmrMode(stream.nfd);
      if (superblock !== undefined) failed.set(stream, superblock);
      throw error;
    }
  };
}

function superblockInSwmrMode(descriptor: number): Kept | undefined {
  try {
    const { superblock } = readSuperblockOf(descriptor);
    if (superblock?.writer !== 'swmr-writing') return undefined;
    return { from: superblock.offset, to: superblock.offset + superblock.length };
  } catch {
    return undefined;
  }
}
