import { fileURLToPath, pathToFileURL } from 'node:url';
import type { RawFileWriterOptions } from '@h5tail/larpix-raw';
import { bundledProgram } from '../../../tooling/typescript/bundled-program.js';
import { LineProcess } from '../../../tooling/typescript/line-process.js';

const program = fileURLToPath(new URL('programs/write-raw.mjs', import.meta.url));
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

/** @returns Starts a process, once the tests run. */
export function writerProcesses(backend: 'wasm' | 'native'): () => WriterProcess {
  const module = bundledProgram(new URL(`programs/${backend}-entry.ts`, import.meta.url), 'module');
  return () => new WriterProcess(pathToFileURL(module()).href);
}
