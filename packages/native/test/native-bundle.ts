import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const fileName = 'native.mjs';
const worker = 'call-thread-worker.js';

/**
 * The package and what its tests look into (see `programs/entry.ts`) as one module that any process and worker can
 * import.
 *
 * @returns Address of the module, once the tests run.
 */
export function nativeBundle(): () => string {
  let folder: string;
  beforeAll(async () => {
    // Inside the package, so that the module finds koffi.
    folder = await mkdtemp(join(packageFolder, 'node_modules', '.bundle-'));
    await build({
      configFile: false,
      logLevel: 'silent',
      root: packageFolder,
      ssr: { noExternal: [/^@h5tail\//], resolve: { conditions: ['@h5tail/source', 'node'] } },
      build: {
        ssr: join(packageFolder, 'test/programs/entry.ts'),
        outDir: folder,
        rolldownOptions: { external: ['koffi'], output: { entryFileNames: fileName } },
      },
    });
    // The call thread starts from a file beside the module.
    await copyFile(join(packageFolder, 'src', worker), join(folder, worker));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return () => pathToFileURL(join(folder, fileName)).href;
}
