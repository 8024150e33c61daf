import { fstatSync, readSync } from 'node:fs';
import { parseSuperblock, setEndOfFile, superblockLimit } from '@h5tail/local-file';
import type { H5wasmModule, H5wasmStream } from './h5wasm-functions.js';

const accessMask = 3;

/** What HDF5 shall read instead of the stored superblock. */
interface Overlay {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * Lets HDF5 see where a file that is being written in SWMR mode really ends.
 *
 * A SWMR writer does not update the end-of-file address in the superblock until it closes. From 1.14.4 on HDF5 refuses
 * to open a contiguous dataset that lies beyond that address ("invalid dataset size, likely file corruption"): a
 * finished flag or a scalar that the writer first wrote after it started SWMR mode. So what HDF5 reads of the superblock
 * gets the present size of the file; the file itself is not touched.
 */
export function showCurrentEndOfFile(module: H5wasmModule): void {
  const overlays = new WeakMap<H5wasmStream, Overlay | typeof none>();
  const read = module.FS.read.bind(module.FS);
  module.FS.read = (stream, buffer, offset, length, position) => {
    let overlay = overlays.get(stream);
    if (overlay === undefined) {
      overlay = overlayFor(stream) ?? none;
      overlays.set(stream, overlay);
    }
    const start = position ?? stream.position;
    const count = read(stream, buffer, offset, length, position);
    if (overlay !== none && start < overlay.offset + overlay.bytes.length && start + count > overlay.offset) {
      lay(overlay, new Uint8Array(buffer.buffer, buffer.byteOffset + offset, count), start);
    }
    return count;
  };
}

const none = { offset: 0, bytes: new Uint8Array(0) } satisfies Overlay;

function overlayFor(stream: H5wasmStream): Overlay | undefined {
  // A user block may stand before the superblock, but not in files that anybody writes in SWMR mode: looked for at 0 only.
  if ((stream.flags & accessMask) !== 0 || stream.nfd <= 2) return undefined;
  const bytes = new Uint8Array(superblockLimit);
  const length = readSync(stream.nfd, bytes, 0, superblockLimit, 0);
  const superblock = parseSuperblock(bytes.subarray(0, length));
  if (superblock?.writer !== 'swmr-writing' || !superblock.checksumValid) return undefined;
  const { size } = fstatSync(stream.nfd);
  if (size <= superblock.baseAddress + (superblock.endOfFile ?? Infinity)) return undefined;
  const changed = setEndOfFile(bytes, superblock, size - superblock.baseAddress);
  return changed && { offset: 0, bytes: changed };
}

function lay({ offset, bytes }: Overlay, target: Uint8Array, start: number): void {
  const from = Math.max(start, offset);
  const to = Math.min(start + target.length, offset + bytes.length);
  target.set(bytes.subarray(from - offset, to - offset), from - start);
}
