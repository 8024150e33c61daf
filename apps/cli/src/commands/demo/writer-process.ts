import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { CliContext } from '../../context.js';

/** What `h5tail simulate` says on stdout, as far as the demo looks at it. */
interface WriterEvent {
  readonly event: 'created' | 'frame' | 'closed';
  readonly index?: number;
  readonly time?: number;
}

/**
 * A `h5tail simulate` in a process of its own.
 *
 * It is in a process group of its own too, because Ctrl-C goes to the whole group at a terminal and the writer shall end
 * only when it is told to. Its channel to this process tells it when this one is gone, so that it does not live on.
 */
export class WriterProcess implements AsyncDisposable {
  /** When the key of each frame was on disk, in milliseconds since 1970. */
  readonly flushTimes: number[] = [];
  readonly pid: number | undefined;
  readonly #child: ChildProcess;
  readonly #ended: Promise<string>;
  readonly #created: Promise<void>;
  #stderr = '';

  constructor(context: CliContext, simulateArguments: readonly string[]) {
    this.#child = spawn(process.execPath, [...context.selfArguments, 'simulate', ...simulateArguments], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
      env: { ...context.variables },
    });
    this.pid = this.#child.pid;
    this.#child.stderr?.on('data', (bytes: Buffer) => (this.#stderr += bytes.toString()));
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.message));
      this.#child.once('close', () => resolve(this.#stderr.trim()));
    });
    this.#created = this.#listen();
    this.#created.catch(() => undefined);
  }

  /**
   * Waits until the file is there and readable.
   *
   * @throws Error where the process ends before; with what it said.
   */
  async created(): Promise<void> {
    await this.#created;
  }

  /** Waits until the process has ended and everything that it said has arrived. */
  async ended(): Promise<void> {
    await this.#ended;
  }

  /** Stops the process, if it still runs, and waits for its end. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#ended;
  }

  async #listen(): Promise<void> {
    const { stdout } = this.#child;
    if (stdout === null) return;
    const created = new Promise<void>((resolve) => {
      createInterface({ input: stdout }).on('line', (line) => {
        const { event, index, time } = JSON.parse(line) as WriterEvent;
        if (event === 'created') resolve();
        if (event === 'frame' && index !== undefined && time !== undefined) this.flushTimes[index] = time;
      });
    });
    const failed = this.#ended.then((words) => {
      throw new Error(`the writer could not start: ${words}`);
    });
    await Promise.race([created, failed]);
  }
}
