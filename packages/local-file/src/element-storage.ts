import type { Dtype } from '@h5tail/adapter';
import { ifReadable } from './byte-cursor.js';
import { chunkIndexOf, type ChunkIndex } from './chunk-index.js';
import { chunkLayout } from './chunk-layout.js';
import { ContiguousStorage, isContiguous } from './contiguous-storage.js';
import { readDatasetHeader } from './dataset-header.js';
import { datatypeOfMessage } from './datatype-of-message.js';
import { IndexFile } from './index-file.js';
import { whenSettled } from './when-settled.js';

/**
 * Where the elements of a dataset are: its chunks, or one piece, which is taken for a single chunk; to be used as long as
 * the dataset is in the file.
 */
export type ElementStorage = ChunkIndex | ContiguousStorage;

/** A dataset as the file has it, told without HDF5. */
export interface StoredDataset {
  readonly storage: ElementStorage;
  /** The type of its elements as stored; `undefined` where that cannot be told with certainty. */
  readonly dtype: Dtype | undefined;
}

/**
 * Reads from the file how a dataset is stored. Takes no lock and disturbs no writer.
 *
 * @param file A descriptor, open for reading. It stays the caller's.
 * @param objectAddress Address of the dataset's object header, from the file's base.
 * @returns `undefined` where its elements are in the header itself, in other files or datasets, and where it is not
 * certain.
 */
export function openStoredDataset(file: number, objectAddress: number): StoredDataset | undefined {
  return whenSettled(() => {
    const source = new IndexFile(file);
    const header = readDatasetHeader(source, objectAddress);
    const { layout, largest, isFiltered, datatype, datatypeIsShared } = header;
    const storage = isContiguous(layout)
      ? new ContiguousStorage(source, objectAddress, header)
      : chunkIndexOf(source, objectAddress, chunkLayout(source, layout, largest, isFiltered));
    return { storage, dtype: ifReadable(() => datatypeOfMessage(source, datatype, datatypeIsShared)) };
  });
}
