import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const fileName = 'wasm.mjs';
const localFile = join(packageFolder, '../local-file/src');

/**
 * The package as one module that any process and worker can import, with what its threads start from beside it.
 *
 * @returns Address of the module, once the tests run.
 */
export function wasmBundle(): () => string {
  let folder: string;
  beforeAll(async () => {
    // Inside the package, so that the module finds h5wasm.
    folder = await mkdtemp(join(packageFolder, 'node_modules', '.bundle-'));
    await build({
      configFile: false,
      logLevel: 'silent',
      root: packageFolder,
      ssr: { noExternal: [/^@h5tail\//], resolve: { conditions: ['@h5tail/source', 'node'] } },
      build: {
        ssr: join(packageFolder, 'test/programs/entry.ts'),
        outDir: folder,
        rolldownOptions: { external: [/^h5wasm/], output: { entryFileNames: fileName } },
      },
    });
    await copyFile(join(localFile, 'decode-worker.js'), join(folder, 'decode-worker.js'));
    await cp(join(localFile, 'decoding'), join(folder, 'decoding'), { recursive: true });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return () => pathToFileURL(join(folder, fileName)).href;
}
