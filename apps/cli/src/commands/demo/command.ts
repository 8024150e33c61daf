import { buildCommand } from '@stricli/core';
import { parseMilliseconds, parsePositive, parseShape } from '../../argument-parsers.js';
import type { BackendName } from '../../backend.js';
import { backendFlag } from '../../backend-flag.js';
import { commandAction } from '../../command-action.js';
import type { CliContext } from '../../context.js';

/** Flags of `h5tail demo`. */
export interface DemoFlags {
  readonly frames: number;
  readonly shape: readonly number[];
  /** In milliseconds. */
  readonly interval: number;
  readonly backend?: BackendName;
}

export const demoCommand = buildCommand<DemoFlags, [], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    flags: {
      frames: { kind: 'parsed', parse: parsePositive, default: '500', placeholder: 'N', brief: 'Number of frames' },
      shape: { kind: 'parsed', parse: parseShape, default: '64x64', placeholder: 'NxM', brief: 'Shape of a frame' },
      interval: {
        kind: 'parsed',
        parse: parseMilliseconds,
        default: '20',
        placeholder: 'MS',
        brief: 'Time from frame to frame',
      },
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'See it work: a writer and a follower, every value checked',
    fullDescription: [
      'Starts a simulated detector as a process of its own and follows its file live,',
      'checking every value. Takes about ten seconds and leaves nothing behind.',
      '',
      'Example:',
      '  h5tail demo',
    ].join('\n'),
    customUsage: ['[--frames N] [--shape NxM] [--interval MS]\n      [--backend auto|wasm|native]'],
  },
});
