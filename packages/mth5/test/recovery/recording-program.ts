import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** What the program is to do. */
export interface RecordingTask {
  readonly path: string;
  /** Tells its objects from those of other turns. */
  readonly turn: number;
  /** Samples per flush, per channel. */
  readonly samples: number;
  /** Flushes, about, before and after each change of the structure. */
  readonly blocks: number;
  /** Changes before the file is closed, and opened again. */
  readonly changes: number;
}

/** `programs/record-for-ever.ts` in a process of its own, with what it has acknowledged. */
export class RecordingProgram {
  /** Samples that are durable, by the paths of the channels. */
  readonly durable = new Map<string, number>();
  readonly added: string[] = [];
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines: Interface;
  readonly #ready: Promise<unknown>;
  readonly #gone: Promise<unknown>;
  #stderr = '';

  constructor(program: string, backend: string) {
    this.#child = spawn(process.execPath, [program, backend], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    this.#lines = createInterface({ input: this.#child.stdout });
    this.#gone = Promise.all([once(this.#child, 'exit'), once(this.#lines, 'close')]);
    this.#ready = Promise.race([once(this.#lines, 'line'), this.#gone]);
    this.#lines.on('line', (line) => this.#take(line));
  }

  async begin(task: RecordingTask): Promise<void> {
    await this.#ready;
    this.#child.stdin.write(`${JSON.stringify(task)}\n`);
  }

  /** Waits for so many lines of what it has done, or its end. */
  async said(lines: number): Promise<void> {
    for (let line = 0; line < lines && this.#child.exitCode === null; line++) {
      await Promise.race([once(this.#lines, 'line'), this.#gone]);
    }
  }

  /**
   * Kills it, and takes in what it had said.
   *
   * @throws Error where it had ended by itself.
   */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
    if (this.#child.signalCode !== 'SIGKILL') throw new Error(`the program ended by itself\n${this.#stderr}`);
  }

  #take(line: string): void {
    let said: { durable?: { path: string; samples: number }[]; added?: string };
    try {
      said = JSON.parse(line) as typeof said;
    } catch {
      // A line that was cut short.
      return;
    }
    for (const { path, samples } of said.durable ?? []) this.durable.set(path, samples);
    if (said.added !== undefined) this.added.push(said.added);
  }
}
