import { Unreadable } from './byte-cursor.js';

/** A group of data blocks of the same size. */
export interface SuperBlockShape {
  /** Data blocks in it. */
  readonly dataBlocks: number;
  /** Elements of each data block. */
  readonly elements: number;
  /** The array's element that it begins with. */
  readonly firstElement: number;
  /** Data blocks before it. */
  readonly firstDataBlock: number;
}

/** How the elements of an extensible array are spread over its blocks; it follows from five parameters. */
export interface ExtensibleArrayShape {
  /** Elements in all. */
  readonly capacity: number;
  /** Elements in the index block. */
  readonly inIndexBlock: number;
  /** Data blocks whose addresses are in the index block. */
  readonly directDataBlocks: number;
  /** Super blocks that these make up, which have no block of their own. */
  readonly directSuperBlocks: number;
  readonly superBlocks: readonly SuperBlockShape[];
  /** Data blocks with more elements than this are in pages of so many. */
  readonly pageElements: number;
  /** Bytes that hold the number of an element. */
  readonly offsetSize: number;
}

/** HDF5 writes 32. */
const mostBits = 40;
/** HDF5 writes 10. */
const mostPageBits = 20;

/**
 * Super block `n` has 2^⌊n/2⌋ data blocks of the least number of elements times 2^⌈n/2⌉.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.2.i "Data Layout Message", "Extensible Array Index" (parameters)
 * and VII.D "Extensible Array Index".
 *
 * @param parameters In the order of the layout message.
 * @throws Unreadable
 */
export function extensibleArrayShape(parameters: readonly number[]): ExtensibleArrayShape {
  const [bits = 0, inIndexBlock = 0, leastDataBlocks = 0, leastElements = 0, pageBits = 0] = parameters;
  const elementBits = Math.log2(leastElements);
  const dataBlockBits = Math.log2(leastDataBlocks);
  if (!Number.isInteger(elementBits) || !Number.isInteger(dataBlockBits)) throw new Unreadable('no powers of two');
  if (bits > mostBits || pageBits === 0 || pageBits > mostPageBits) throw new Unreadable('odd parameters');
  const superBlocks: SuperBlockShape[] = [];
  let firstElement = inIndexBlock;
  let firstDataBlock = 0;
  for (let n = 0; n <= bits - elementBits; n++) {
    const dataBlocks = 2 ** Math.floor(n / 2);
    const elements = leastElements * 2 ** Math.ceil(n / 2);
    superBlocks.push({ dataBlocks, elements, firstElement, firstDataBlock });
    firstElement += dataBlocks * elements;
    firstDataBlock += dataBlocks;
  }
  const directSuperBlocks = 2 * dataBlockBits;
  const pageElements = 2 ** pageBits;
  // Only super blocks say which pages there are.
  const inPages = superBlocks.findIndex(({ elements }) => elements > pageElements);
  if (superBlocks.length <= directSuperBlocks || (inPages >= 0 && inPages < directSuperBlocks)) {
    throw new Unreadable('odd parameters');
  }
  return {
    capacity: firstElement,
    inIndexBlock,
    directDataBlocks: 2 * (leastDataBlocks - 1),
    directSuperBlocks,
    superBlocks,
    pageElements,
    offsetSize: Math.ceil(bits / 8),
  };
}
