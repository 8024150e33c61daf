import type { Readable } from 'node:stream';
import type { CommandContext } from '@stricli/core';
import type { Clock } from '@h5tail/follower';
import type { BackendName, OpenedBackend } from './backend.js';
import { chosenBackend } from './chosen-backend.js';
import { LineOutput, type OutputStream } from './terminal/line-output.js';

/** What the command line touches of the world. Tests hand over another one. */
export interface CliEnvironment {
  /** Data. */
  readonly stdout: OutputStream;
  /** Status and errors. */
  readonly stderr: OutputStream;
  /** Opens the input; nothing is read of it before. */
  readonly openStdin: () => Readable;
  readonly variables: Readonly<Partial<Record<string, string>>>;
  /** Aborted with `Interrupted` when the user wants to stop. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Loads an HDF5 implementation. */
  readonly openBackend: (name: BackendName) => Promise<OpenedBackend>;
  /** Arguments that start this program again with `process.execPath`. */
  readonly selfArguments: readonly string[];
  /** What a user types to call this program, for example `h5tail`. */
  readonly invocation: string;
}

/** What a running command gets: the environment, and streams made ready for it. */
export interface CliContext extends CommandContext, CliEnvironment {
  /** What the command parser writes to. */
  readonly process: CommandContext['process'] & {
    readonly env: CliEnvironment['variables'];
    exitCode?: number | string | null;
  };
  /** Data lines on stdout. */
  readonly output: LineOutput;
  /** Aborted when the user wants to stop, or when nobody reads stdout any more. */
  readonly signal: AbortSignal;
  /** Aborted only when the user wants to stop: for work that goes on when nobody reads stdout any more. */
  readonly interrupted: AbortSignal;
  /**
   * The HDF5 implementation for a `--backend`; without one, that of the environment variable `H5TAIL_BACKEND`.
   *
   * @throws UsageError for a variable that names no backend.
   * @throws Hdf5Error `BACKEND_UNAVAILABLE`.
   */
  backend(flag: BackendName | undefined): Promise<OpenedBackend>;
  /** Writes one status line to stderr, with the program's name in front. */
  say(line: string): void;
}

/** Makes the context of one run. */
export function createContext(environment: CliEnvironment): CliContext {
  const { stdout, stderr, variables } = environment;
  const output = new LineOutput(stdout, environment.clock, environment.signal);
  // A closed stderr is no reason to stop: the data go on.
  stderr.on('error', () => undefined);
  return {
    ...environment,
    process: { stdout, stderr, env: variables },
    output,
    signal: AbortSignal.any([environment.signal, output.ended]),
    interrupted: environment.signal,
    backend: async (flag) => environment.openBackend(chosenBackend(flag, variables).name),
    say: (line) => void stderr.write(`h5tail: ${line}\n`),
  };
}
