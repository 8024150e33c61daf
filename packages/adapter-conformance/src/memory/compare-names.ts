/** Order of names by their UTF-8 bytes, which is that of HDF5's name index. */
export function compareNames(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
