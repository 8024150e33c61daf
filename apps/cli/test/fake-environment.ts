import { Readable, Writable } from 'node:stream';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { memoryAdapter, type MemoryDisk } from '@h5tail/adapter-conformance/memory';
import type { Clock } from '@h5tail/follower';
import { runCli } from '../src/app.js';
import { openBackend, type BackendPackages } from '../src/backend.js';
import { systemClock } from '../src/clock.js';
import type { CliEnvironment } from '../src/context.js';
import { Interrupted, type StopSignal } from '../src/interruption.js';
import type { OutputStream } from '../src/terminal/line-output.js';

/** A stream that keeps what is written to it. */
export class RecordingStream extends Writable {
  text = '';
  /** What was written as bytes. */
  readonly pieces: Uint8Array[] = [];
  /** Called with all text after each write. */
  onText: (text: string) => void = () => undefined;
  /** Fails every write from now on with this code. */
  failure: string | undefined;

  constructor(readonly isTTY = false) {
    super({ decodeStrings: false });
  }

  /** Called when somebody begins to wait until everything is written. */
  onFinish: () => void = () => undefined;
  /** Called when something is written although the stream takes nothing. */
  onBlocked: () => void = () => undefined;
  #isBlocked = false;

  /** Takes nothing any more, as a pipe whose reader has stopped. */
  block(): void {
    this.#isBlocked = true;
  }

  override write(chunk: unknown, ...rest: unknown[]): boolean {
    if (chunk === '') this.onFinish();
    return super.write(chunk, ...(rest as []));
  }

  override _write(chunk: string | Uint8Array, _encoding: unknown, done: (error?: Error | null) => void): void {
    if (this.#isBlocked) {
      this.onBlocked();
      return;
    }
    if (this.failure !== undefined && chunk !== '') {
      done(Object.assign(new Error(`write ${this.failure}`), { code: this.failure }));
      return;
    }
    if (typeof chunk === 'string') this.text += chunk;
    else this.pieces.push(chunk.slice());
    this.onText(this.text);
    done();
  }

  /** Complete lines. */
  get lines(): string[] {
    return this.text.split('\n').slice(0, -1);
  }
}

/** What a {@link FakeProcess} works with. */
export interface FakeProcessOptions {
  readonly disk?: MemoryDisk;
  readonly adapter?: Hdf5Adapter;
  /** Default: not installed. */
  readonly native?: BackendPackages['native'];
  readonly variables?: Readonly<Record<string, string>>;
  readonly isTTY?: boolean;
  /** Default: the real one. */
  readonly clock?: Clock;
  /** Default: an empty one. */
  readonly stdin?: Readable;
}

/** What Node says of a package that is not there. */
export async function notInstalled(): Promise<never> {
  throw Object.assign(new Error("Cannot find package '@h5tail/native'"), { code: 'ERR_MODULE_NOT_FOUND' });
}

/** A process that is none: the command line runs in it without touching the real one. */
export class FakeProcess {
  readonly stdout: RecordingStream;
  readonly stderr: RecordingStream;
  readonly environment: CliEnvironment;
  readonly #stop = new AbortController();

  constructor(options: FakeProcessOptions = {}) {
    this.stdout = new RecordingStream(options.isTTY);
    this.stderr = new RecordingStream(options.isTTY);
    const adapter = options.adapter ?? memoryAdapter(options.disk === undefined ? {} : { disk: options.disk });
    const { native = notInstalled, variables = {} } = options;
    this.environment = {
      stdout: this.stdout as OutputStream,
      stderr: this.stderr as OutputStream,
      openStdin: () => options.stdin ?? Readable.from([]),
      variables,
      signal: this.#stop.signal,
      clock: options.clock ?? systemClock,
      openBackend: (name) => openBackend(name, { wasm: async () => adapter, native }),
      selfArguments: [],
      invocation: 'h5tail',
    };
  }

  /** Runs a command line; gives its exit code. */
  run(...args: readonly string[]): Promise<number> {
    return runCli(args, this.environment);
  }

  /** What a signal does. */
  stop(signal: StopSignal): void {
    this.#stop.abort(new Interrupted(signal));
  }

  /** The lines of stdout, parsed. */
  get output(): unknown[] {
    return this.stdout.lines.map((line) => JSON.parse(line) as unknown);
  }
}
