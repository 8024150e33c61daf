import { fileURLToPath, pathToFileURL } from 'node:url';
import type { PatternDtype } from '@h5tail/adapter-conformance/live-writer';
import type { ResultWriterOptions } from '@h5tail/frames';
import { bundledProgram } from '../../../../tooling/typescript/bundled-program.js';
import { LineProcess } from '../../../../tooling/typescript/line-process.js';

const program = fileURLToPath(new URL('programs/write-results.mjs', import.meta.url));

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
  readonly #process: LineProcess;

  constructor(module: string) {
    this.#process = new LineProcess(process.execPath, [program, module]);
  }

  /**
   * Carries out one command.
   *
   * @throws Error where the process ends meanwhile.
   */
  async step(command: ResultCommand): Promise<ResultAnswer> {
    return this.#process.ask<ResultAnswer>(command);
  }

  /** Kills the process as a crash would. */
  async kill(): Promise<void> {
    await this.#process.kill();
  }

  /** Lets it end by itself. @returns Its exit code and what it wrote to stderr. */
  async end(): Promise<{ readonly exitCode: number | null; readonly stderr: string }> {
    return this.#process.end();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}

/** @returns Starts a process, once the tests run. */
export function resultProcesses(backend: 'wasm' | 'native'): () => ResultProcess {
  const module = bundledProgram(new URL(`programs/${backend}-entry.ts`, import.meta.url), 'module');
  return () => new ResultProcess(pathToFileURL(module()).href);
}
