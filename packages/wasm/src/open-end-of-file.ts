import { readSuperblockOf, setEndOfFile } from '@h5tail/local-file';
import type { H5wasmModule, H5wasmStream } from './h5wasm-functions.js';

const accessMask = 3;
const standardStreams = 2;

/** What HDF5 shall read instead of the stored superblock. */
interface Overlay {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Beyond every file; what lies between its real end and this reads as zeros, as HDF5 itself has it. */
const openEnd = 2 ** 50;

/**
 * Leaves the end of a file open for HDF5 while it is being written in SWMR mode.
 *
 * A SWMR writer does not update the end-of-file address in the superblock until it closes. From 1.14.4 on HDF5 refuses
 * to open a contiguous dataset that lies beyond that address ("invalid dataset size, likely file corruption"): a
 * finished flag or a scalar that the writer first wrote after it started SWMR mode. The size of the file is no better an
 * end, because a contiguous dataset has its whole place from its first frame on and the file grows into it. So what
 * HDF5 reads of the superblock gets an end far away; the file itself is not touched.
 */
export function leaveEndOfFileOpen(module: H5wasmModule): void {
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
  if ((stream.flags & accessMask) !== 0 || stream.nfd <= standardStreams) return undefined;
  const { superblock, bytes } = readSuperblockOf(stream.nfd);
  if (superblock?.writer !== 'swmr-writing' || !superblock.checksumValid) return undefined;
  const changed = setEndOfFile(bytes, superblock, openEnd);
  return changed && { offset: superblock.offset, bytes: changed };
}

function lay({ offset, bytes }: Overlay, target: Uint8Array, start: number): void {
  const from = Math.max(start, offset);
  const to = Math.min(start + target.length, offset + bytes.length);
  target.set(bytes.subarray(from - offset, to - offset), from - start);
}
