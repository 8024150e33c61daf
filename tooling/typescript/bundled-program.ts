import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));
/** What threads start from, beside the module, as in the build. */
const workerSources = [
  'native/src/call-thread-worker.js',
  'native/src/decode-extension.js',
  'native/src/codecs',
  'local-file/src/decode-worker.js',
  'local-file/src/decoding',
];

/**
 * A program of the tests, made one module from the sources of all packages, which Node runs without a build. Both backends
 * find what they load. It is there from the beginning of the tests of a file to their end.
 *
 * @param source Its TypeScript.
 * @param name Of the module, without its ending.
 * @returns Path of the module, once the tests run.
 */
export function bundledProgram(source: URL, name: string): () => string {
  let folder: string;
  beforeAll(async () => {
    // Inside the package that loads h5wasm, so that it is found; koffi is that of the package that loads it.
    folder = await mkdtemp(join(packages, 'wasm/node_modules/.bundle-'));
    await mkdir(join(folder, 'node_modules'));
    await symlink(join(packages, 'native/node_modules/koffi'), join(folder, 'node_modules/koffi'));
    await build({
      configFile: false,
      logLevel: 'silent',
      root: packages,
      ssr: { noExternal: [/^@h5tail\//], resolve: { conditions: ['@h5tail/source', 'node'] } },
      build: {
        ssr: fileURLToPath(source),
        outDir: folder,
        emptyOutDir: false,
        rolldownOptions: {
          external: [/^h5wasm/, 'koffi'],
          output: { entryFileNames: `${name}.mjs`, codeSplitting: false },
        },
      },
    });
    for (const worker of workerSources) {
      await cp(join(packages, worker), join(folder, basename(worker)), { recursive: true });
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return () => join(folder, `${name}.mjs`);
}
