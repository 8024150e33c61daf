import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that answers each line of JSON with one. What an answer tells is on the disk. */
export class LineProcess implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<number | null>;
  readonly #waiting: ((line: string) => void)[] = [];
  #stderr = '';

  constructor(program: string, parameters: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(program, parameters, { env: { ...process.env, ...env } });
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
  async ask<Answer>(command: { readonly do: string; readonly [key: string]: unknown }): Promise<Answer> {
    const answer = new Promise<string>((resolve) => this.#waiting.push(resolve));
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
    const ended = this.#ended.then((): string => {
      throw new Error(`the process ended at '${command.do}'\n${this.#stderr}`);
    });
    return JSON.parse(await Promise.race([answer, ended])) as Answer;
  }

  /** Kills it as a crash would. */
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
