/** Bytes of a file that are replaced by as many others. */
export interface StoredChange {
  /** What they belong to. */
  readonly what: 'superblock' | 'superblock extension' | 'global heap collection';
  /** Where they begin, as a byte count from the beginning of the file. */
  readonly offset: number;
  /** What was there. To write them back undoes the change. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}
