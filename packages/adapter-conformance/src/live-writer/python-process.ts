import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { packagePath } from '../package-folder.js';

/** How to run a helper process. */
export interface PythonProcessOptions {
  /** Program to run; `pythonForInterop` tells one. */
  readonly python: string;
  /** Longest time for one answer, in milliseconds. Default: 20 000. */
  readonly timeoutMs?: number;
}

/** A line from the process that is no answer. */
export interface ProcessEvent {
  readonly event: string;
  readonly [key: string]: unknown;
}

interface Answer {
  readonly ok: boolean;
  readonly id: number;
  readonly error?: string;
  readonly type?: string;
}

interface PendingRequest {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: Error) => void;
  readonly onEvent: ((event: ProcessEvent) => void) | undefined;
}

const longestEndMs = 10_000;

/**
 * A Python helper that answers one line of JSON per line of JSON. Whatever goes wrong (an answer too late, an answer that
 * says no, the end of the process) is an error that tells what the process wrote to stderr.
 */
export class PythonProcess implements AsyncDisposable {
  /** Settles when the process has ended. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  readonly #script: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #timeoutMs: number;
  readonly #pending = new Map<number, PendingRequest>();
  #lastId = 0;
  #stderr = '';
  #end: string | undefined;

  constructor(script: string, options: PythonProcessOptions) {
    this.#script = script;
    this.#timeoutMs = options.timeoutMs ?? 20_000;
    this.#child = spawn(options.python, [packagePath(`python/${script}`)], { stdio: 'pipe' });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    // A write to a process that has ended fails here too; the end itself is what gets reported.
    this.#child.stdin.on('error', () => undefined);
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#receive(line));
    this.ended = new Promise((resolve) => {
      this.#child.on('error', (error) => this.#fail(`could not be started: ${error.message}`));
      this.#child.on('close', (code, signal) => {
        this.#fail(`ended (${signal === null ? `exit code ${code}` : signal})`);
        resolve({ code, signal });
      });
    });
  }

  /** Whether the process is there. */
  get isRunning(): boolean {
    return this.#end === undefined;
  }

  /** What the process wrote to stderr so far. */
  get stderr(): string {
    return this.#stderr;
  }

  /**
   * Sends a command and waits for its answer.
   *
   * @param onEvent Called for each line before the answer.
   * @throws Error where the process refuses, ends or does not answer in time.
   */
  async request(
    command: { readonly do: string },
    options: { readonly timeoutMs?: number; readonly onEvent?: (event: ProcessEvent) => void } = {},
  ): Promise<unknown> {
    if (this.#end !== undefined) throw this.#error(command.do, this.#end);
    const id = ++this.#lastId;
    const timeoutMs = options.timeoutMs ?? this.#timeoutMs;
    let timer: NodeJS.Timeout | undefined;
    try {
      const answer = await new Promise<Answer>((resolve, reject) => {
        this.#pending.set(id, { resolve, reject, onEvent: options.onEvent });
        timer = setTimeout(() => reject(new Error(`gave no answer within ${timeoutMs} ms`)), timeoutMs);
        this.#child.stdin.write(`${JSON.stringify({ ...command, id })}\n`);
      });
      if (!answer.ok) throw new Error(`refused: ${answer.type}: ${answer.error}`);
      return answer;
    } catch (error) {
      throw this.#error(command.do, (error as Error).message);
    } finally {
      clearTimeout(timer);
      this.#pending.delete(id);
    }
  }

  /** Kills the process as a crash would, and waits until it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** Lets the process end by itself, as it does when its input ends; kills it if that takes too long. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), longestEndMs);
    await this.ended;
    clearTimeout(timer);
  }

  #receive(line: string): void {
    let message: Partial<Answer> & Partial<ProcessEvent>;
    try {
      message = JSON.parse(line) as typeof message;
    } catch {
      this.#fail(`wrote something else than JSON: ${line}`);
      return;
    }
    if (message.ok === undefined) {
      // Commands are carried out one after the other, so an event belongs to the oldest one.
      const [oldest] = this.#pending.values();
      oldest?.onEvent?.(message as ProcessEvent);
      return;
    }
    this.#pending.get(message.id as number)?.resolve(message as Answer);
  }

  #fail(reason: string): void {
    this.#end ??= reason;
    for (const { reject } of this.#pending.values()) reject(new Error(reason));
  }

  #error(command: string, reason: string): Error {
    const said = this.#stderr.trim();
    return new Error(`${this.#script}: '${command}' ${reason}${said === '' ? '' : `\n${said}`}`);
  }
}
