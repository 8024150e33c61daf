import { ByteCursor, Unreadable } from './byte-cursor.js';
import type { ChunkLayout } from './chunk-layout.js';
import {
  blockPrefix,
  checksumSize,
  elementBlock,
  elementForm,
  expectHeader,
  expectPrefix,
  hasBit,
  type ElementArray,
  type ElementForm,
  type ElementRun,
} from './element-array.js';
import { extensibleArrayShape, type ExtensibleArrayShape, type SuperBlockShape } from './extensible-array-shape.js';
import { readChecked, type MetadataSource } from './metadata-source.js';

const noPrefix = new Uint8Array(0);
const statistics = 6;

interface SuperBlock {
  /** Whether each page of each data block was written to. */
  readonly writtenPages: Uint8Array;
  readonly dataBlocks: readonly (number | undefined)[];
}

/** What the index block says besides of the first elements. */
interface IndexBlock {
  readonly dataBlocks: readonly (number | undefined)[];
  readonly superBlocks: readonly (number | undefined)[];
}

/**
 * The index of a dataset with one axis without end: an index block with the first elements, data blocks, and super
 * blocks with the addresses of further data blocks, which are in pages where they are large.
 *
 * A block that has an address keeps it, and a page that was written to stays so; only where there was nothing yet, the
 * blocks that would say so are read again. The file's own checks that a reader cannot rely on, which element a data
 * block begins with and what the header counts, are not looked at.
 *
 * Source: HDF5 File Format Specification 3.0, VII.D "Extensible Array Index", with "Extensible Array Header", "… Index
 * Block", "… Secondary Block", "… Data Block" and "… Data Block Page".
 */
export class ExtensibleArray implements ElementArray {
  readonly capacity: number;
  readonly form: ElementForm;
  readonly #header: number;
  readonly #shape: ExtensibleArrayShape;
  readonly #layout: ChunkLayout;
  readonly #prefixes: { readonly index: Uint8Array; readonly super: Uint8Array; readonly data: Uint8Array };
  #indexAddress: number | undefined;
  #index: IndexBlock | undefined;
  readonly #superBlocks = new Map<number, SuperBlock>();
  /** Addresses of the blocks that were read since {@link begin}. */
  readonly #fresh = new Set<number>();

  /** @throws Unreadable */
  constructor(source: MetadataSource, layout: ChunkLayout, header: number) {
    this.form = elementForm(source, layout);
    this.#shape = extensibleArrayShape(layout.parameters);
    this.capacity = this.#shape.capacity;
    this.#header = header;
    this.#layout = layout;
    this.#prefixes = {
      index: blockPrefix('EAIB', this.form, header),
      super: blockPrefix('EASB', this.form, header),
      data: blockPrefix('EADB', this.form, header),
    };
    this.#readHeader(source);
  }

  begin(): void {
    this.#fresh.clear();
  }

  runAt(source: MetadataSource, element: number): ElementRun {
    if (this.#indexAddress === undefined) this.#readHeader(source);
    const index = this.#indexAddress;
    if (index === undefined) return { first: 0, count: this.capacity, block: undefined };
    const { inIndexBlock, superBlocks } = this.#shape;
    if (element < inIndexBlock) {
      const { index: prefix } = this.#prefixes;
      const behind = this.#indexBlockSize() - prefix.length - checksumSize;
      return { first: 0, count: inIndexBlock, block: elementBlock(index, prefix, prefix.length, behind) };
    }
    let number = 0;
    while (element >= (superBlocks[number + 1]?.firstElement ?? Infinity)) number++;
    return this.#runIn(source, index, number, superBlocks[number] as SuperBlockShape, element);
  }

  /**
   * Address behind the data blocks that have pages, with all their pages, written or not; 0 where there are none. All other
   * blocks are written in one piece.
   *
   * @throws Unreadable
   */
  endOfPages(source: MetadataSource): number {
    const index = this.#indexAddress;
    if (index === undefined) return 0;
    const { superBlocks, directSuperBlocks, pageElements, offsetSize } = this.#shape;
    const addresses = this.#readIndexBlock(source, index).superBlocks;
    let end = 0;
    for (const [i, address] of addresses.entries()) {
      const shape = superBlocks[directSuperBlocks + i];
      if (address === undefined || shape === undefined || shape.elements <= pageElements) continue;
      const pages = shape.elements / pageElements;
      const size =
        this.#prefixes.data.length + offsetSize + checksumSize + shape.elements * this.form.size + pages * checksumSize;
      for (const block of this.#readSuperBlock(source, address, shape).dataBlocks) {
        if (block !== undefined) end = Math.max(end, block + size);
      }
    }
    return end;
  }

  #runIn(source: MetadataSource, index: number, number: number, shape: SuperBlockShape, element: number): ElementRun {
    const { elements } = shape;
    const block = Math.floor((element - shape.firstElement) / elements);
    const first = shape.firstElement + block * elements;
    const { directSuperBlocks, pageElements, offsetSize } = this.#shape;
    const dataAt = this.#prefixes.data.length + offsetSize;

    if (number < directSuperBlocks) {
      const place = shape.firstDataBlock + block;
      const address = this.#inIndex(source, index, ({ dataBlocks }) => dataBlocks[place]);
      if (address === undefined) return { first, count: elements, block: undefined };
      const data = elementBlock(address, this.#prefixes.data, dataAt, elements * this.form.size);
      return { first, count: elements, block: data };
    }

    const superAddress = this.#inIndex(source, index, ({ superBlocks }) => superBlocks[number - directSuperBlocks]);
    if (superAddress === undefined) return { first, count: elements, block: undefined };
    if (elements <= pageElements) {
      const address = this.#inSuperBlock(source, superAddress, shape, ({ dataBlocks }) => dataBlocks[block]);
      if (address === undefined) return { first, count: elements, block: undefined };
      const data = elementBlock(address, this.#prefixes.data, dataAt, elements * this.form.size);
      return { first, count: elements, block: data };
    }
    const page = Math.floor((element - first) / pageElements);
    const pageSize = pageElements * this.form.size;
    const address = this.#inSuperBlock(source, superAddress, shape, ({ dataBlocks, writtenPages }) =>
      hasBit(writtenPages, 0, (block * elements) / pageElements + page) ? dataBlocks[block] : undefined,
    );
    const run = { first: first + page * pageElements, count: pageElements };
    if (address === undefined) return { ...run, block: undefined };
    const pageAddress = address + dataAt + checksumSize + page * (pageSize + checksumSize);
    return { ...run, block: elementBlock(pageAddress, noPrefix, 0, pageSize) };
  }

  #inIndex<Found>(source: MetadataSource, address: number, find: (index: IndexBlock) => Found): Found {
    const found = this.#index === undefined ? undefined : find(this.#index);
    if (found !== undefined || this.#fresh.has(address)) return found as Found;
    this.#index = this.#readIndexBlock(source, address);
    this.#fresh.add(address);
    return find(this.#index);
  }

  #inSuperBlock<Found>(
    source: MetadataSource,
    address: number,
    shape: SuperBlockShape,
    find: (block: SuperBlock) => Found,
  ): Found {
    const known = this.#superBlocks.get(address);
    const found = known === undefined ? undefined : find(known);
    if (found !== undefined || this.#fresh.has(address)) return found as Found;
    const block = this.#readSuperBlock(source, address, shape);
    this.#superBlocks.set(address, block);
    this.#fresh.add(address);
    return find(block);
  }

  #readHeader(source: MetadataSource): void {
    const { addressSize, lengthSize } = source;
    const length = 12 + statistics * lengthSize + addressSize + checksumSize;
    const cursor = new ByteCursor(readChecked(source, this.#header, length));
    expectHeader(cursor, 'EAHD', this.form);
    // The layout message has the third and the fourth of them the other way round.
    const [bits, inIndexBlock, elements, dataBlocks, pageBits] = Array.from({ length: 5 }, () => cursor.unsigned(1));
    const stored = [bits, inIndexBlock, dataBlocks, elements, pageBits];
    if (!this.#layout.parameters.every((parameter, i) => parameter === stored[i])) throw new Unreadable('parameters');
    cursor.skip(statistics * lengthSize);
    this.#indexAddress = cursor.address(addressSize);
  }

  #indexBlockSize(): number {
    const { inIndexBlock, directDataBlocks, superBlocks, directSuperBlocks } = this.#shape;
    const addresses = directDataBlocks + superBlocks.length - directSuperBlocks;
    const elements = inIndexBlock * this.form.size;
    return this.#prefixes.index.length + elements + addresses * this.form.addressSize + checksumSize;
  }

  #readIndexBlock(source: MetadataSource, address: number): IndexBlock {
    const cursor = new ByteCursor(readChecked(source, address, this.#indexBlockSize()));
    expectPrefix(cursor.bytes, this.#prefixes.index);
    const { inIndexBlock, directDataBlocks, superBlocks, directSuperBlocks } = this.#shape;
    cursor.skip(this.#prefixes.index.length + inIndexBlock * this.form.size);
    return {
      dataBlocks: storedAddresses(cursor, directDataBlocks, this.form),
      superBlocks: storedAddresses(cursor, superBlocks.length - directSuperBlocks, this.form),
    };
  }

  #readSuperBlock(source: MetadataSource, address: number, { dataBlocks, elements }: SuperBlockShape): SuperBlock {
    const { pageElements, offsetSize } = this.#shape;
    const bitmapSize = elements <= pageElements ? 0 : dataBlocks * Math.ceil(elements / pageElements / 8);
    const prefixSize = this.#prefixes.super.length + offsetSize;
    const length = prefixSize + bitmapSize + dataBlocks * this.form.addressSize + checksumSize;
    const cursor = new ByteCursor(readChecked(source, address, length));
    expectPrefix(cursor.bytes, this.#prefixes.super);
    cursor.skip(prefixSize);
    return { writtenPages: cursor.take(bitmapSize), dataBlocks: storedAddresses(cursor, dataBlocks, this.form) };
  }
}

function storedAddresses(cursor: ByteCursor, count: number, { addressSize }: ElementForm): (number | undefined)[] {
  return Array.from({ length: count }, () => cursor.address(addressSize));
}
