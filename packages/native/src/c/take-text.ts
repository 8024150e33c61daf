import type { Hdf5Library } from './hdf5-library.js';

/** The text at an address that HDF5 allocated, which is given back; empty for no address. */
export function takeText({ c, loaded }: Hdf5Library, address: bigint | null): string {
  if (address === null) return '';
  try {
    return loaded.koffi.decode.string(address);
  } finally {
    c.H5free_memory(address);
  }
}
