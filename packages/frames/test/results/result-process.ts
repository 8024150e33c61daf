import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ResultWriterOptions } from '@h5tail/frames';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';
import type { PatternDtype } from '@h5tail/adapter-conformance/live-writer';

const program = fileURLToPath(new URL('programs/write-results.mjs', import.meta.url));
const callThread = 'call-thread-worker.js';

/** A command of `write-results.mjs`. */
export type ResultCommand =
  | (Omit<ResultWriterOptions, 'results' | 'onReadable' | 'prepare' | 'clock'> & {
      readonly do: 'create';
      readonly path: string;
      readonly results: Readonly<Record<string, { readonly dtype: PatternDtype; readonly shape?: readonly number[] }>>;
    })
  | { readonly do: 'write'; readonly points: readonly number[]; readonly intervalMs?: number }
  | { readonly do: 'flush' | 'finish' | 'close' }
  | { readonly do: 'limitFileSize'; readonly bytes: number };

/** How a command went. */
export interface ResultAnswer {
  /** Code of the fault that ended it. */
  readonly code?: string;
  /** Points that became readable since the last answer. */
  readonly readable: readonly (readonly [number, number])[];
}

/** A writer of results in a process of its own, driven step by step: what an answer tells is on the disk. */
export class ResultProcess implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<number | null>;
  readonly #waiting: ((line: string) => void)[] = [];
  #stderr = '';

  constructor(module: string) {
    this.#child = spawn(process.execPath, [program, module]);
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    this.#child.stdin.on('error', () => undefined);
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#waiting.shift()?.(line));
    this.#ended = new Promise((resolve) => this.#child.once('close', resolve));
  }

  /**
   * Carries out one command.
   *
   * @throws Error where the process ends meanwhile.
   */
  async step(command: ResultCommand): Promise<ResultAnswer> {
    const answer = new Promise<string>((resolve) => this.#waiting.push(resolve));
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
    const ended = this.#ended.then((): string => {
      throw new Error(`the writer ended at '${command.do}'\n${this.#stderr}`);
    });
    return JSON.parse(await Promise.race([answer, ended])) as ResultAnswer;
  }

  /** Kills the process as a crash would. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** Lets it end by itself. @returns Its exit code and what it wrote to stderr. */
  async end(): Promise<{ readonly exitCode: number | null; readonly stderr: string }> {
    this.#child.stdin.end();
    return { exitCode: await this.#ended, stderr: this.#stderr };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}

/**
 * Bundles what the process needs, for one backend, so that it runs without a build.
 *
 * @returns Starts a process, once the tests run.
 */
export function resultProcesses(backend: 'wasm' | 'native'): () => ResultProcess {
  const packageFolder = fileURLToPath(new URL(`../../../${backend}`, import.meta.url));
  let folder: string;
  beforeAll(async () => {
    // Inside the backend's package, so that the bundle finds its library.
    folder = await mkdtemp(join(packageFolder, 'node_modules', '.bundle-'));
    await build({
      configFile: false,
      logLevel: 'silent',
      root: packageFolder,
      ssr: { noExternal: [/^@h5tail\//], resolve: { conditions: ['@h5tail/source', 'node'] } },
      build: {
        ssr: fileURLToPath(new URL(`programs/${backend}-entry.ts`, import.meta.url)),
        outDir: folder,
        rolldownOptions: { external: ['koffi', /^h5wasm/], output: { entryFileNames: 'module.mjs' } },
      },
    });
    if (backend === 'native') await copyFile(join(packageFolder, 'src', callThread), join(folder, callThread));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return () => new ResultProcess(pathToFileURL(join(folder, 'module.mjs')).href);
}
