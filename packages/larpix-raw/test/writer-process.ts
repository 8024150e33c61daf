import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { RawFileWriterOptions } from '@h5tail/larpix-raw';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';
import { LineProcess } from './line-process.js';

const program = fileURLToPath(new URL('programs/write-raw.mjs', import.meta.url));
const packages = fileURLToPath(new URL('../../', import.meta.url));
/** What threads start from, beside the module, as in the build. */
const workerFiles = [
  'native/src/call-thread-worker.js',
  'native/src/decode-extension.js',
  'local-file/src/decode-worker.js',
];
const workerFolders = ['native/src/codecs', 'local-file/src/decoding'];

/** A command of `write-raw.mjs`. */
export type WriterCommand =
  | ({ readonly do: 'open'; readonly path: string } & Pick<
      RawFileWriterOptions,
      'flushEvery' | 'flushEveryMs' | 'sync' | 'ioVersion'
    >)
  | { readonly do: 'append'; readonly start: number; readonly stop: number; readonly per?: number }
  | { readonly do: 'appendFilled'; readonly length: number; readonly value: number }
  | { readonly do: 'toRawFile'; readonly path: string; readonly start: number; readonly stop: number }
  | { readonly do: 'limitFileSize'; readonly bytes: number }
  | { readonly do: 'flush' | 'close' };

/** How a command went. */
export interface WriterAnswer {
  /** `done`, or the code of the fault. */
  readonly code: string;
  readonly durable?: number;
  readonly status?: string;
}

/** A writer of ours in a process of its own, driven step by step. */
export class WriterProcess implements AsyncDisposable {
  readonly #process: LineProcess;

  constructor(module: string) {
    this.#process = new LineProcess(process.execPath, [program, module]);
  }

  async step(command: WriterCommand): Promise<WriterAnswer> {
    return this.#process.ask<WriterAnswer>(command);
  }

  /** Lets it end by itself. @returns Its exit code and what it wrote to stderr. */
  async end(): Promise<{ readonly exitCode: number | null; readonly stderr: string }> {
    return this.#process.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.kill();
  }
}

/**
 * Bundles what the process needs, for one backend, so that it runs without a build.
 *
 * @returns Starts a process, once the tests run.
 */
export function writerProcesses(backend: 'wasm' | 'native'): () => WriterProcess {
  const root = join(packages, backend);
  let folder: string;
  beforeAll(async () => {
    // Inside the backend's package, so that the bundle finds its library.
    folder = await mkdtemp(join(root, 'node_modules', '.bundle-'));
    await build({
      configFile: false,
      logLevel: 'silent',
      root,
      ssr: { noExternal: [/^@h5tail\//], resolve: { conditions: ['@h5tail/source', 'node'] } },
      build: {
        ssr: fileURLToPath(new URL(`programs/${backend}-entry.ts`, import.meta.url)),
        outDir: folder,
        rolldownOptions: { external: ['koffi', /^h5wasm/], output: { entryFileNames: 'module.mjs' } },
      },
    });
    for (const file of workerFiles) await copyFile(join(packages, file), join(folder, basename(file)));
    for (const from of workerFolders) await cp(join(packages, from), join(folder, basename(from)), { recursive: true });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return () => new WriterProcess(pathToFileURL(join(folder, 'module.mjs')).href);
}
