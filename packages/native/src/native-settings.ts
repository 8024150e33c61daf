/** How HDF5 is used; what is left out stays as HDF5 has it. */
export interface NativeSettings {
  /**
   * Cache of unfiltered and decompressed chunks, per dataset. Default: 1 MiB in 521 slots. Chunks of 64 KiB and more that
   * are stored as they are pass it by when they are read.
   */
  readonly chunkCache?: {
    /** Capacity in bytes. A chunk that is larger is decompressed again for every read. */
    readonly bytes: number;
    /** Hash slots: a prime number, a hundred times the number of chunks that fit. Default: 521. */
    readonly slots?: number;
    /** 0 to 1: how readily chunks that were read or written as a whole make way. Default: 0.75. */
    readonly preemption?: number;
  };
  /** Cache of the file's metadata: object headers, indices of chunks. Default: HDF5's own, 2 MiB at first, adaptive. */
  readonly metadataCache?: {
    /** Size at first in bytes, 1 KiB to 128 MiB. */
    readonly initialBytes?: number;
    readonly smallestBytes?: number;
    readonly largestBytes?: number;
  };
  /**
   * How a new file manages its free space; fixed when it is created. Default: `aggregate-free-space`.
   *
   * - `aggregate-free-space`: free-space managers and aggregation, as HDF5 does by default.
   * - `pages`: in pages of `pageBytes`, for reading with a page buffer.
   * - `aggregate`: aggregation only.
   * - `none`: neither.
   */
  readonly fileSpace?: {
    readonly strategy: 'aggregate-free-space' | 'pages' | 'aggregate' | 'none';
    /** Whether free space is remembered in the file. Default: false. */
    readonly persist?: boolean;
    /** Smallest free section that is remembered, in bytes. Default: 1. */
    readonly threshold?: number;
    /** Bytes of a page, at least 512. Default: 4096. */
    readonly pageBytes?: number;
  };
  /**
   * Oldest and newest version of the file format that a writer uses. Default: `v110` for both, which is what SWMR needs
   * and what every library from 1.10 on reads. Others are for files that older programs must read (`earliest`) and have no
   * SWMR mode.
   */
  readonly libver?: readonly [low: LibraryVersion, high: LibraryVersion];
}

/** A version of HDF5 as a bound of the file format; the library in use has to know it. */
export type LibraryVersion = 'earliest' | 'v18' | 'v110' | 'v112' | 'v114';
