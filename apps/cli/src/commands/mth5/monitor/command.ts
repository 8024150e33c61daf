import { buildCommand } from '@stricli/core';
import { backendFlag } from '../../../backend-flag.js';
import { commandAction } from '../../../command-action.js';
import type { CliContext } from '../../../context.js';
import { timeoutFlag } from '../../live/live-flags.js';
import { mth5FileArgument, type Mth5Flags } from '../mth5-flags.js';

/** Flags of `h5tail mth5 monitor`. */
export interface MonitorFlags extends Mth5Flags {
  /** In milliseconds. */
  readonly timeout: number;
  readonly once: boolean;
}

export const monitorCommand = buildCommand<MonitorFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: mth5FileArgument,
    flags: {
      timeout: { ...timeoutFlag, brief: 'End after so long without a sample' },
      once: { kind: 'boolean', withNegated: false, default: false, brief: 'Look once' },
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Watch all channels of a file live',
    fullDescription: [
      'Watches all channels of a file while it is recorded into, also those that are',
      'added meanwhile: a table on a terminal, else a line of JSON each time a channel',
      'changes:',
      '',
      '  {"channel": "demo/mt01/a/ex", "samples": 4200, "rate": 100, "end": "2026-...",',
      '   "level": 1530.2, "state": "live"}',
      '',
      'rate is what came per second during the last seconds (null before it is known),',
      'end the time of the last sample, level the root mean square of the newest second',
      'of samples. state is live, stalled (nothing new for some seconds), finished (the',
      'session has ended) or writer-gone (it was killed). Ends with the session;',
      '--timeout takes inf for no limit.',
      '',
      'Exit codes: 0 the session has ended, or --once; 3 nothing new within the',
      'time-out; 130 Ctrl-C; 143 SIGTERM; 1 error; 2 wrong usage.',
      '',
      'Examples:',
      '  h5tail mth5 monitor site.h5 --timeout inf',
      '  h5tail mth5 monitor site.h5 --once | cat',
    ].join('\n'),
    customUsage: ['FILE [--timeout SECONDS] [--once]\n      [--backend auto|wasm|native]'],
  },
});
