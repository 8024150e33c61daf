import type { BrokenAdapter } from './broken-adapters.js';

/** What an adapter can get wrong, and every case that must tell: for each group, its names in the order of the suite. */
export interface Fault {
  readonly adapter: BrokenAdapter;
  readonly fails: Readonly<Record<string, readonly string[]>>;
}
