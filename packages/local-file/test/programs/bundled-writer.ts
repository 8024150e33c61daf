import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';

/**
 * A program that writes with one of our adapters, as one module that Node runs without a build.
 *
 * @returns Path of the module, once the tests run.
 */
export function bundledWriter(backend: 'wasm' | 'native'): () => string {
  const root = fileURLToPath(new URL(`../../../${backend}`, import.meta.url));
  const entry = fileURLToPath(new URL(`${backend}-writer.ts`, import.meta.url));
  let folder: string;
  beforeAll(async () => {
    // Inside the adapter's package, so that the module finds its implementation of HDF5.
    folder = await mkdtemp(join(root, 'node_modules', '.writer-'));
    await build({
      configFile: false,
      logLevel: 'silent',
      root,
      ssr: { noExternal: [/^@h5tail\//], resolve: { conditions: ['@h5tail/source', 'node'] } },
      build: {
        ssr: entry,
        outDir: folder,
        rolldownOptions: { external: ['koffi', /^h5wasm/], output: { entryFileNames: 'writer.mjs' } },
      },
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return () => join(folder, 'writer.mjs');
}
