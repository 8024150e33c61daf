import { ByteCursor, Unreadable } from './byte-cursor.js';
import { noPlaces, type ChunkPlaces } from './chunk-places.js';
import { readDatasetHeader, type DatasetHeader } from './dataset-header.js';
import type { IndexFile } from './index-file.js';
import type { MetadataSource } from './metadata-source.js';
import { whenSettled } from './when-settled.js';

const contiguousClass = 1;

/** A dataset whose elements lie in one piece, seen as one chunk of the dataset's extents. */
export class ContiguousStorage {
  readonly kind = 'contiguous';
  readonly chunkShape: readonly number[];
  readonly isFiltered = false;
  readonly #file: IndexFile;
  readonly #objectAddress: number;
  #address: number | undefined;

  /** @throws Unreadable where it is stored in another way. */
  constructor(file: IndexFile, objectAddress: number, header: DatasetHeader) {
    this.#file = file;
    this.#objectAddress = objectAddress;
    this.chunkShape = header.shape;
    this.#address = contiguousAddress(file, header);
  }

  /** The place of all elements; there is none as long as none was written. See `ChunkIndex.placesIn`. */
  placesIn(file: number, first: readonly number[], counts: readonly number[]): ChunkPlaces | undefined {
    if (first.some((chunk) => chunk !== 0) || counts.some((count) => count !== 1)) return undefined;
    this.#file.descriptor = file;
    return whenSettled(() => {
      this.#address ??= this.#readAddress();
      const places = noPlaces(1, false);
      if (this.#address !== undefined) places.positions[0] = this.#file.base + this.#address;
      return places;
    });
  }

  #readAddress(): number | undefined {
    const header = readDatasetHeader(this.#file, this.#objectAddress);
    if (header.shape.join() !== this.chunkShape.join()) throw new Unreadable('another dataset');
    return contiguousAddress(this.#file, header);
  }
}

/** Whether a layout message tells of elements in one piece. */
export function isContiguous(layout: Uint8Array): boolean {
  const [version = 0, first = 0, second = 0] = layout;
  return version > 0 && (version < 3 ? second : first) === contiguousClass;
}

/**
 * The place that elements in one piece have taken, in full, however much of it was written; `undefined` where they have none
 * yet, and before version 3 of the layout message, which leaves the size to the dataspace.
 *
 * @throws Unreadable where they are stored in another way.
 */
export function contiguousPlace(
  source: MetadataSource,
  header: DatasetHeader,
): { readonly address: number; readonly byteLength: number } | undefined {
  const address = contiguousAddress(source, header);
  const cursor = new ByteCursor(header.layout);
  if (address === undefined || cursor.unsigned(1) < 3) return undefined;
  cursor.skip(1 + source.addressSize);
  return { address, byteLength: cursor.unsigned(source.lengthSize) };
}

/**
 * Source: HDF5 File Format Specification 3.0, IV.A.2.i "The Data Layout Message", "Contiguous Storage Property
 * Description"; before version 3 it leaves the size to the dataspace.
 */
function contiguousAddress({ addressSize }: MetadataSource, header: DatasetHeader): number | undefined {
  const { layout, isExternal, isFiltered } = header;
  if (!isContiguous(layout) || isExternal || isFiltered) throw new Unreadable('another layout');
  const cursor = new ByteCursor(layout);
  const version = cursor.unsigned(1);
  if (version > 5) throw new Unreadable('another layout');
  cursor.skip(version < 3 ? 7 : 1);
  return cursor.address(addressSize);
}
