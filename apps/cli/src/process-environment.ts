import { basename, relative } from 'node:path';
import { openBackend } from './backend.js';
import { systemClock } from './clock.js';
import type { CliEnvironment } from './context.js';
import { listenForLostParent, listenForStopSignals } from './interruption.js';
import { showCursor } from './terminal/live-block.js';

/** The environment of a real process. */
export function processEnvironment(process: NodeJS.Process): CliEnvironment {
  const { stdout, stderr, env, argv } = process;
  const program = argv[1] ?? 'h5tail';
  const signals = listenForStopSignals(process, () => {
    for (const stream of [stdout, stderr]) if (stream.isTTY) stream.write(showCursor);
  });
  const signal = AbortSignal.any([signals, listenForLostParent(process)]);
  return {
    stdout,
    stderr,
    openStdin: () => process.stdin,
    variables: env,
    signal,
    clock: systemClock,
    openBackend,
    selfArguments: [...process.execArgv, program],
    invocation: basename(program) === 'h5tail' ? 'h5tail' : `node ${relative(process.cwd(), program)}`,
  };
}
