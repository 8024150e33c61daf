import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const fileName = 'native.mjs';
/** What threads start from, and the modules that they import: they stand beside the module, as in the build. */
const workerFiles = ['src/call-thread-worker.js', 'src/decode-extension.js', '../local-file/src/decode-worker.js'];
const workerFolders = ['src/codecs', '../local-file/src/decoding'];

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
    for (const file of workerFiles) await copyFile(join(packageFolder, file), join(folder, basename(file)));
    for (const from of workerFolders) {
      await cp(join(packageFolder, from), join(folder, basename(from)), { recursive: true });
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return () => pathToFileURL(join(folder, fileName)).href;
}
