import { readDatasetHeader } from './dataset-header.js';
import { IndexFile } from './index-file.js';
import { whenSettled } from './when-settled.js';

/** Versions of the messages in the header of a dataset, which decide which versions of HDF5 can open it. */
export interface DatasetFormat {
  /** 3 as HDF5 1.8 writes it, 4 from 1.10 on, 5 from 2.0 on. */
  readonly layout: number;
  /** 1 to 3 as HDF5 up to 1.10 writes it, 4 from 1.12 on, 5 from 2.0 on. */
  readonly datatype: number;
}

/**
 * Reads from the file in which format a dataset is stored. Takes no lock and disturbs no writer.
 *
 * @param file A descriptor, open for reading. It stays the caller's.
 * @param objectAddress Address of the dataset's object header, from the file's base; what an object reference to it holds.
 * @returns `undefined` where that is not certain.
 */
export function readDatasetFormat(file: number, objectAddress: number): DatasetFormat | undefined {
  return whenSettled(() => {
    const { layout, datatype } = readDatasetHeader(new IndexFile(file), objectAddress);
    // The version of a datatype is the upper half of its first byte.
    return { layout: layout[0] as number, datatype: (datatype[0] as number) >> 4 };
  });
}
