import type { ColumnMemory } from './column-memory.js';
import type { RowStore } from './row-store.js';

/** How the bits of packets are to be read. */
export interface Reading {
  readonly asicVersion: 2 | 3;
  readonly fifoDiagnostics: boolean;
}

/** What a column is made of, and where it goes. */
export interface ColumnSource {
  readonly rows: RowStore;
  readonly memory: ColumnMemory;
  readonly reading: Reading;
}
