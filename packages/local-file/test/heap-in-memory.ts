import type { HeapFile } from '../src/heap-file.js';

/** An object of the global heap: which one of its collection, and its data. Index 0 is free space of that many bytes. */
export type HeapObject = readonly [index: number, data: Uint8Array];

const padded = (length: number): number => Math.ceil(length / 8) * 8;

/** A collection of the global heap as HDF5 writes it; `size` is at least 4096. */
export function collectionOf(objects: readonly HeapObject[], size?: number, lengthSize = 8): Uint8Array {
  const used = objects.reduce((sum, [, data]) => sum + 16 + padded(data.length), 16);
  const bytes = new Uint8Array(size ?? Math.max(4096, used));
  const view = new DataView(bytes.buffer);
  const setLength = (at: number, value: number): void => {
    for (let i = 0; i < lengthSize; i++) bytes[at + i] = Math.floor(value / 256 ** i) % 256;
  };
  bytes.set(Buffer.from('GCOL\u0001'));
  setLength(8, bytes.length);
  let at = 16;
  for (const [index, data] of objects) {
    view.setUint16(at, index, true);
    view.setUint16(at + 2, 1, true);
    setLength(at + 8, data.length);
    bytes.set(data, at + 16);
    at += 16 + padded(data.length);
  }
  if (bytes.length - at >= 16) setLength(at + 8, bytes.length - at);
  return bytes;
}

/** An element of variable length as it lies in a chunk: how many elements, address of the collection, index. */
export type Place = readonly [length: number, address: number, index: number];

export function descriptorsOf(places: readonly Place[], addressSize = 8): Uint8Array {
  const bytes = Buffer.alloc(places.length * (8 + addressSize));
  places.forEach(([length, address, index], i) => {
    const at = i * (8 + addressSize);
    bytes.writeUInt32LE(length, at);
    for (let k = 0; k < addressSize; k++) bytes[at + 4 + k] = address < 0 ? 0xff : Math.floor(address / 256 ** k) % 256;
    bytes.writeUInt32LE(index, at + 4 + addressSize);
  });
  return bytes;
}

/** A file in memory. `reads` tells what was read from it. */
export function fileOf(
  bytes: Uint8Array,
  options: Partial<HeapFile> = {},
): HeapFile & { readonly reads: [address: number, length: number][] } {
  const reads: [address: number, length: number][] = [];
  return {
    addressSize: 8,
    lengthSize: 8,
    size: bytes.length,
    beingWritten: false,
    readInto(target, address) {
      const part = bytes.subarray(address, address + target.length);
      target.set(part);
      reads.push([address, target.length]);
      return part.length;
    },
    ...options,
    reads,
  };
}

/** Puts parts at places of a file that is zero elsewhere. */
export function bytesWith(parts: readonly (readonly [address: number, part: Uint8Array])[], size?: number): Uint8Array {
  const bytes = new Uint8Array(size ?? Math.max(...parts.map(([address, part]) => address + part.length)));
  for (const [address, part] of parts) bytes.set(part, address);
  return bytes;
}
