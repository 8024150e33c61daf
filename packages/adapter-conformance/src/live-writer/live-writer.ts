import { PythonProcess, type PythonProcessOptions } from './python-process.js';
import { ScanRun } from './scan-run.js';
import type { AnswerTo, ProcessFacts, ScanSpec, WriterAnswers, WriterCommand } from './writer-commands.js';

/**
 * An h5py writer in a process of its own, driven step by step. When a step's promise is fulfilled, its effect is on the
 * disk, so tests need no sleeps.
 *
 * @example
 * ```ts
 * await using writer = await LiveWriter.start({ python: 'python3' });
 * await writer.step({ do: 'create', path, datasets: [{ path: '/data', dtype: 'uint16', shape: [0], maxShape: [null] }] });
 * await writer.step({ do: 'swmr' });
 * await writer.step({ do: 'resize', dataset: '/data', shape: [3] });
 * await writer.step({ do: 'write', dataset: '/data', data: [1, 2, 3] });
 * await writer.step({ do: 'flush', dataset: '/data' });
 * ```
 */
export class LiveWriter implements AsyncDisposable {
  /** The process, its h5py and its HDF5. */
  readonly facts: ProcessFacts;
  readonly #process: PythonProcess;

  private constructor(process: PythonProcess, facts: ProcessFacts) {
    this.#process = process;
    this.facts = facts;
  }

  /**
   * Starts the process and waits until it answers.
   *
   * @throws Error where Python or h5py is not there.
   */
  static async start(options: PythonProcessOptions): Promise<LiveWriter> {
    const process = new PythonProcess('live_writer.py', options);
    try {
      return new LiveWriter(process, (await process.request({ do: 'ping' })) as ProcessFacts);
    } catch (error) {
      await process.kill();
      throw error;
    }
  }

  /** Whether the process is there. */
  get isRunning(): boolean {
    return this.#process.isRunning;
  }

  /**
   * Carries out one command.
   *
   * @throws Error where h5py refuses, or the process ends or does not answer in time; with what it wrote to stderr.
   */
  async step<Command extends WriterCommand>(command: Command): Promise<AnswerTo<WriterAnswers, Command['do']>> {
    return (await this.#process.request(command)) as AnswerTo<WriterAnswers, Command['do']>;
  }

  /**
   * Starts to write a whole scan; creates its file first where `path` is given and none is open.
   *
   * @param options.timeoutMs Longest time for the whole scan. Default: 120 000.
   */
  scan(spec: ScanSpec, options: { readonly timeoutMs?: number } = {}): ScanRun {
    const { timeoutMs = 120_000 } = options;
    const command = { do: 'scan', ...spec };
    return new ScanRun((onEvent) => this.#process.request(command, { timeoutMs, onEvent }));
  }

  /**
   * Starts to write points `first` to `stop - 1` of what `create_sources` made.
   *
   * @param options.timeoutMs Longest time for all of them. Default: 120 000.
   */
  scanSources(first: number, stop: number, options: { readonly timeoutMs?: number } = {}): ScanRun {
    const { timeoutMs = 120_000 } = options;
    const command = { do: 'scan_sources', first, stop };
    return new ScanRun((onEvent) => this.#process.request(command, { timeoutMs, onEvent }));
  }

  /** Kills the process: what it did not flush is lost, and the file goes on saying that it is being written. */
  async kill(): Promise<void> {
    await this.#process.kill();
  }

  /** Closes the file and ends the process. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}
