import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';

const packageFolder = fileURLToPath(new URL('../..', import.meta.url));
const fileName = 'load-library.mjs';

/**
 * The sources of `loadLibrary` as one module that any process can import.
 *
 * @returns Address of the module, once the tests run.
 */
export function bundledLoader(): () => string {
  let folder: string;
  beforeAll(async () => {
    // Inside the package, so that the module finds koffi.
    folder = await mkdtemp(join(packageFolder, 'node_modules', '.loader-'));
    await build({
      configFile: false,
      logLevel: 'silent',
      root: packageFolder,
      ssr: { noExternal: [/^@h5tail\//], resolve: { conditions: ['@h5tail/source', 'node'] } },
      build: {
        ssr: join(packageFolder, 'src/library/load-library.ts'),
        outDir: folder,
        rolldownOptions: { external: ['koffi'], output: { entryFileNames: fileName } },
      },
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return () => pathToFileURL(join(folder, fileName)).href;
}
