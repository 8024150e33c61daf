import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The built program. */
export const bin = fileURLToPath(new URL('../../dist/bin.js', import.meta.url));

/** How a process ended. */
export interface Ended {
  /** `null` where a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** How to start the program. */
export interface ProgramOptions {
  /** Program and arguments to put in front, for example to run as another user. */
  readonly through?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** In a process group of its own, as a shell starts it at a terminal. */
  readonly ownGroup?: boolean;
}

/** The built command line in a process of its own. */
export class Program implements AsyncDisposable {
  readonly child: ChildProcessWithoutNullStreams;
  /** Settles when the process has ended and all its output is here. */
  readonly ended: Promise<Ended>;
  /** Lines of stdout so far. */
  readonly lines: string[] = [];
  #stderr = '';
  #onNews: () => void = () => undefined;
  #isOver = false;

  constructor(args: readonly string[], options: ProgramOptions = {}) {
    if (!existsSync(bin)) throw new Error(`${bin} is not there: these tests need "pnpm build" first`);
    const command = [...(options.through ?? []), process.execPath, bin, ...args];
    this.child = spawn(command[0] as string, command.slice(1), {
      env: { ...process.env, ...options.environment },
      detached: options.ownGroup ?? false,
    });
    this.child.stderr.on('data', (bytes: Buffer) => {
      this.#stderr += bytes.toString();
      this.#onNews();
    });
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.#onNews();
    });
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (exitCode, signal) => {
        this.#isOver = true;
        // A build empties the folder first.
        const stderr = this.#stderr;
        const incomplete = stderr.includes('ERR_MODULE_NOT_FOUND');
        if (incomplete) reject(new Error(`${bin} is incomplete: run "pnpm build" again`));
        else resolve({ exitCode, signal, stderr });
        this.#onNews();
      });
    });
  }

  /** Waits for line number `count` of stdout, counted from 1. */
  async line(count: number): Promise<string> {
    while (this.lines.length < count && !this.#isOver) {
      await new Promise<void>((resolve) => (this.#onNews = resolve));
    }
    const line = this.lines[count - 1];
    if (line === undefined) throw new Error(`ended without line ${count}: ${(await this.ended).stderr}`);
    return line;
  }

  /** Waits until stderr has these words; gives all of it so far. */
  async said(words: string): Promise<string> {
    while (!this.#stderr.includes(words) && !this.#isOver) {
      await new Promise<void>((resolve) => (this.#onNews = resolve));
    }
    if (!this.#stderr.includes(words)) throw new Error(`ended without '${words}': ${this.#stderr}`);
    return this.#stderr;
  }

  /** Ends the process for good. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended.catch(() => undefined);
  }
}

/** Runs the program to its end. */
export async function runProgram(
  args: readonly string[],
  options?: ProgramOptions,
): Promise<Ended & { readonly lines: readonly string[] }> {
  await using program = new Program(args, options);
  const ended = await program.ended;
  return { ...ended, lines: program.lines };
}

/** The program on one backend, whatever the environment says. */
export interface ProgramOnBackend {
  readonly start: (args: readonly string[], options?: ProgramOptions) => Program;
  /** Runs it to its end. */
  readonly run: typeof runProgram;
}

/** {@link Program} and {@link runProgram} with `--backend` behind every command line. */
export function programOn(backend: string): ProgramOnBackend {
  const on = (args: readonly string[]): string[] => [...args, '--backend', backend];
  return {
    start: (args, options) => new Program(on(args), options),
    run: (args, options) => runProgram(on(args), options),
  };
}
