import { fileURLToPath } from 'node:url';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { LineProcess } from '../../../tooling/typescript/line-process.js';

const program = fileURLToPath(new URL('../python/raw_file_steps.py', import.meta.url));

/** The Python with h5py, `undefined` where these tests are left out. */
export const python = pythonForInterop();

/** Messages of a command: given, or of the pattern. */
export type GivenMessages =
  | { readonly messages: readonly Uint8Array[]; readonly ioGroups?: readonly number[] }
  | { readonly first: number; readonly count: number };

/** How h5py opens a file, and what it says in a new one. */
export interface H5pyOpening {
  readonly ioVersion?: string;
  readonly version?: string;
  readonly libver?: string;
  /** Default: true. */
  readonly swmr?: boolean;
}

/** What makes a file of another program unlike ours. */
export interface FileVariant {
  readonly libver?: 'earliest' | 'latest';
  readonly column?: {
    readonly chunks?: readonly number[] | false;
    readonly compression?: string;
    readonly shuffle?: boolean;
    readonly fletcher32?: boolean;
  };
  readonly maxLength?: number;
  readonly base?: string;
  readonly header?: readonly (readonly [name: string, dtype: string])[];
  /** Attributes of `/meta`; `null` leaves one away. */
  readonly meta?: Readonly<Record<string, string | number | null>>;
  readonly fixedText?: boolean;
  readonly ascii?: boolean;
  readonly extra?: boolean;
  readonly plainIoGroups?: boolean;
  readonly plainMessages?: boolean;
  readonly without?: readonly ('meta' | 'msgs' | 'msg_headers')[];
  /** This dataset has three elements more than the other. */
  readonly unlikeLengths?: 'msgs' | 'msg_headers';
}

/** What h5py reads. */
export interface H5pyContent {
  readonly meta: Readonly<Record<string, string | number>>;
  readonly messages: readonly string[];
  readonly ioGroups: readonly number[];
}

/** h5py in a process of its own, which writes and reads raw files step by step. */
export class H5pySteps implements AsyncDisposable {
  readonly #process: LineProcess;

  /** @param env Additions to the environment. */
  constructor(env: NodeJS.ProcessEnv = {}) {
    this.#process = new LineProcess(python as string, [program], env);
  }

  /** One call of a program in the field: opens, appends, closes. */
  async append(path: string, given: GivenMessages, opening: H5pyOpening = {}): Promise<void> {
    await this.#ask({ do: 'append', path, ...opening, ...encoded(given) });
  }

  /** Messages `first` to `stop - 1` of the pattern, `batch` of them per call. */
  async appendCalls(path: string, first: number, stop: number, batch: number): Promise<void> {
    await this.#ask({ do: 'append_calls', path, first, stop, batch });
  }

  async lengths(path: string): Promise<{ readonly messages: number; readonly headers: number }> {
    const { messages, headers } = await this.#ask<{ messages: number; headers: number }>({ do: 'length', path });
    return { messages, headers };
  }

  async read(path: string, rows: { readonly start?: number; readonly end?: number } = {}): Promise<H5pyContent> {
    const { meta, messages, ioGroups } = await this.#ask<H5pyContent>({ do: 'read', path, ...rows });
    return { meta, messages, ioGroups };
  }

  async digest(path: string): Promise<{ readonly count: number; readonly digest: string }> {
    const { count, digest } = await this.#ask<{ count: number; digest: string }>({ do: 'digest', path });
    return { count, digest };
  }

  /** Types and shapes of the attributes of `/meta`. */
  async attributeTypes(path: string): Promise<Readonly<Record<string, readonly [string, readonly number[]]>>> {
    return (await this.#ask<{ types: Record<string, [string, number[]]> }>({ do: 'attribute_types', path })).types;
  }

  /** Makes a file of another program. */
  async variant(path: string, given: GivenMessages, variant: FileVariant = {}): Promise<void> {
    const { maxLength = null, ...others } = variant;
    await this.#ask({ do: 'variant', path, maxLength, ...others, ...encoded(given) });
  }

  /** Opens or creates a file and keeps it open. */
  async hold(path: string, opening: H5pyOpening = {}): Promise<void> {
    await this.#ask({ do: 'hold', path, ...opening });
  }

  /** The next steps with the file that is held. */
  async step(step: 'start_swmr' | 'close'): Promise<void> {
    await this.#ask({ do: step });
  }

  /** Writes and flushes one half of an append to the file that is held. */
  async half(half: 'write_messages' | 'write_headers', given: GivenMessages): Promise<void> {
    await this.#ask({ do: half, ...encoded(given) });
  }

  async kill(): Promise<void> {
    await this.#process.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
  }

  async #ask<Answer = unknown>(command: { readonly do: string; readonly [key: string]: unknown }): Promise<Answer> {
    const answer = await this.#process.ask<{ ok: boolean; error?: string; type?: string }>(command);
    if (!answer.ok) throw new Error(`h5py refused '${command.do}': ${answer.type}: ${answer.error}`);
    return answer as Answer;
  }
}

function encoded(given: GivenMessages): Readonly<Record<string, unknown>> {
  return 'messages' in given ? { ...given, messages: given.messages.map(base64) } : given;
}

/** As messages travel to and from h5py. */
export function base64(message: Uint8Array): string {
  return Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString('base64');
}
