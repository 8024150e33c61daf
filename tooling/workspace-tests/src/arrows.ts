/**
 * Which workspace packages the sources of a package may import, by folder. Tests may import more.
 * Arrows point one way and only an app chooses an HDF5 implementation. A new package needs a row here.
 */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  adapter: [],
  'adapter-conformance': ['adapter'],
  'local-file': ['adapter'],
  wasm: ['adapter', 'local-file'],
  native: ['adapter', 'local-file'],
  follower: ['adapter'],
  frames: ['adapter', 'follower'],
  'larpix-raw': ['adapter', 'local-file', 'follower'],
  mth5: ['adapter', 'local-file', 'follower'],
  repository: ['adapter', 'local-file', 'follower', 'frames'],
};

/** An app may import every package but this: it is made of tests. */
export const testOnly: readonly string[] = ['adapter-conformance'];

/** Packages that run wherever JavaScript runs, so without Node's own modules. */
export const platformFree: readonly string[] = ['adapter', 'follower', 'frames'];

/** Modules that start or load something when imported: only `await import()` inside a function may reach them. */
export const heavyModules: readonly string[] = ['h5wasm', 'koffi'];
