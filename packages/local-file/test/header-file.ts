import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { lookup3 } from '../src/index.js';
import { fixture } from './fixture.js';

const superblockBytes = 48;
/** Where the header is. */
export const headerAddress = superblockBytes;
/** Where the block is that it goes on in. */
export const furtherAddress = 1024;
const fileBytes = 4096;

/** What stands in the header of a dataset. */
export interface HeaderContent {
  readonly extents: readonly number[];
  readonly maxExtents: readonly number[];
  /** Of each of the four times in seconds, where the header has them. */
  readonly time?: number | undefined;
  /** Body of another message of the first block, the layout's. */
  readonly layout: readonly number[];
  /** Messages of another block, by their types. */
  readonly further?: ReadonlyMap<number, readonly number[]>;
}

/** A header of version 2. */
export function headerBytes({ extents, maxExtents, time, layout, further }: HeaderContent): Buffer {
  const dataspace = [2, extents.length, 1, 1, ...words([...extents, ...maxExtents])];
  const continuation = further && message(0x10, words([furtherAddress, furtherBlock(further).length]));
  const messages = [...message(0x01, dataspace), ...message(0x08, layout), ...(continuation ?? [])];
  const times = time === undefined ? [] : [time, time, time, time].flatMap((each) => [each, 0, 0, 0]);
  const flags = time === undefined ? 0x01 : 0x21;
  return checked([
    ...Buffer.from('OHDR'),
    2,
    flags,
    ...times,
    messages.length & 0xff,
    messages.length >> 8,
    ...messages,
  ]);
}

export function furtherBlock(further: ReadonlyMap<number, readonly number[]>): Buffer {
  return checked([...Buffer.from('OCHK'), ...[...further].flatMap(([type, body]) => message(type, body))]);
}

/** A file with the superblock of a file that a SWMR writer has open, and such a header. */
export class HeaderFile {
  readonly descriptor: number;
  readonly #path: string;
  readonly #bytes = Buffer.alloc(fileBytes);

  constructor(path: string, content: HeaderContent) {
    this.#path = path;
    readFileSync(fixture('swmr-killed.h5')).copy(this.#bytes, 0, 0, superblockBytes);
    this.write(content);
    this.descriptor = openSync(path, 'r');
  }

  write(content: HeaderContent): void {
    headerBytes(content).copy(this.#bytes, headerAddress);
    if (content.further !== undefined) furtherBlock(content.further).copy(this.#bytes, furtherAddress);
    writeFileSync(this.#path, this.#bytes);
  }

  /** Changes single bytes, whatever the checksums. */
  put(at: number, ...bytes: readonly number[]): void {
    Buffer.from(bytes).copy(this.#bytes, at);
    writeFileSync(this.#path, this.#bytes);
  }

  /** Leaves the file with its first bytes only. */
  cut(length: number): void {
    writeFileSync(this.#path, this.#bytes.subarray(0, length));
  }

  close(): void {
    closeSync(this.descriptor);
  }
}

function message(type: number, body: readonly number[]): number[] {
  return [type, body.length & 0xff, body.length >> 8, 0, ...body];
}

function words(numbers: readonly number[]): number[] {
  const bytes = Buffer.alloc(8 * numbers.length);
  for (const [i, number] of numbers.entries()) bytes.writeBigUInt64LE(BigInt(number), 8 * i);
  return [...bytes];
}

function checked(content: readonly number[]): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(lookup3(Uint8Array.from(content)));
  return Buffer.concat([Buffer.from(content), sum]);
}
