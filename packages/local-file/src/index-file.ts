import { fstatSync, readSync } from 'node:fs';
import { addressFormOf } from './address-form.js';
import { Unreadable } from './byte-cursor.js';
import type { MetadataSource } from './metadata-source.js';

/** From this length on, a read looks at the file's size before it takes memory. */
const small = 2 ** 12;

/** A file that its user holds open, as the readers of chunk indexes see it. Takes no lock and disturbs no writer. */
export class IndexFile implements MetadataSource {
  readonly addressSize: number;
  readonly lengthSize: number;
  /** What is added to an address: HDF5 too counts from where it found the superblock. */
  readonly base: number;
  /** Of the same file all the time, but perhaps opened again. */
  descriptor: number;

  /** @throws Unreadable where it has no superblock; the operating system's error. */
  constructor(descriptor: number) {
    const { addressSize, lengthSize, base } = addressFormOf(descriptor);
    this.addressSize = addressSize;
    this.lengthSize = lengthSize;
    this.base = base;
    this.descriptor = descriptor;
  }

  read(address: number, length: number): Uint8Array {
    let bounded = length;
    if (length > small) bounded = Math.max(0, Math.min(length, fstatSync(this.descriptor).size - this.base - address));
    const bytes = new Uint8Array(bounded);
    return bytes.subarray(0, this.readInto(bytes, address, bounded));
  }

  /** @returns How many bytes there were; fewer than asked for where the file ends. */
  readInto(target: Uint8Array, address: number, length: number): number {
    // A place that is negative would mean: where the last read ended.
    if (!(address >= 0) || address > Number.MAX_SAFE_INTEGER - this.base) throw new Unreadable('no such place');
    return readSync(this.descriptor, target, 0, length, this.base + address);
  }
}
