import { PythonProcess, type PythonProcessOptions } from './python-process.js';
import type { AnswerTo, ProcessFacts, PythonSelection } from './writer-commands.js';

/** A command of `python/follow_reader.py`. */
export type ReaderCommand =
  | { readonly do: 'ping' | 'close' }
  | { readonly do: 'open'; readonly path: string; readonly swmr?: boolean }
  | { readonly do: 'refresh'; readonly dataset?: string }
  | { readonly do: 'shape'; readonly dataset: string; readonly refresh?: boolean }
  | { readonly do: 'read'; readonly dataset: string; readonly selection?: PythonSelection; readonly refresh?: boolean }
  | { readonly do: 'describe'; readonly path: string; readonly name?: string; readonly swmr?: boolean };

/** What commands answer with more than a yes. */
export interface ReaderAnswers {
  ping: ProcessFacts;
  shape: { readonly shape: number[]; readonly maxShape: (number | null)[]; readonly dtype: unknown };
  /** `data` as in the goldens. */
  read: { readonly data: unknown; readonly dtype: unknown; readonly shape: number[] };
  describe: { readonly golden: unknown };
}

/** An h5py reader in a process of its own: lets h5py follow what an adapter writes. */
export class FollowReader implements AsyncDisposable {
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
  static async start(options: PythonProcessOptions): Promise<FollowReader> {
    const process = new PythonProcess('follow_reader.py', options);
    try {
      return new FollowReader(process, (await process.request({ do: 'ping' })) as ProcessFacts);
    } catch (error) {
      await process.kill();
      throw error;
    }
  }

  /**
   * Carries out one command.
   *
   * @throws Error where h5py refuses, or the process ends or does not answer in time; with what it wrote to stderr.
   */
  async step<Command extends ReaderCommand>(command: Command): Promise<AnswerTo<ReaderAnswers, Command['do']>> {
    return (await this.#process.request(command)) as AnswerTo<ReaderAnswers, Command['do']>;
  }

  /** Closes the file and ends the process. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }
}
