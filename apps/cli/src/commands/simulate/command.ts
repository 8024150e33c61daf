import { buildCommand } from '@stricli/core';
import { oneOf, parseGrid, parseMilliseconds, parsePath, parsePositive, parseShape } from '../../argument-parsers.js';
import type { BackendName } from '../../backend.js';
import { backendFlag } from '../../backend-flag.js';
import { commandAction } from '../../command-action.js';
import type { CliContext } from '../../context.js';
import { simulatedDtypeNames, type SimulatedDtypeName } from './simulated-dtypes.js';

/** Flags of `h5tail simulate`. */
export interface SimulateFlags {
  readonly frames?: number;
  readonly shape: readonly number[];
  readonly dtype: SimulatedDtypeName;
  /** In milliseconds. */
  readonly interval: number;
  readonly grid?: readonly [rows: number, columns: number];
  readonly overwrite: boolean;
  readonly backend?: BackendName;
}

export const simulateCommand = buildCommand<SimulateFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: { kind: 'tuple', parameters: [{ brief: 'File to write', parse: parsePath, placeholder: 'FILE' }] },
    flags: {
      frames: {
        kind: 'parsed',
        parse: parsePositive,
        optional: true,
        placeholder: 'N',
        brief: 'Number of frames; default 100, or all',
      },
      shape: { kind: 'parsed', parse: parseShape, default: '64x64', placeholder: 'NxM', brief: 'Shape of a frame' },
      dtype: {
        kind: 'parsed',
        parse: (text: string) => oneOf(simulatedDtypeNames, text),
        default: 'uint16',
        placeholder: 'TYPE',
        brief: 'Type of the pixels',
      },
      interval: {
        kind: 'parsed',
        parse: parseMilliseconds,
        default: '20',
        placeholder: 'MS',
        brief: 'Time from frame to frame',
      },
      grid: {
        kind: 'parsed',
        parse: parseGrid,
        optional: true,
        placeholder: 'NYxNX',
        brief: 'Scan a grid instead of a line',
      },
      overwrite: { kind: 'boolean', brief: 'Replace an existing file', withNegated: false, default: false },
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Write a live file as a detector would',
    fullDescription: [
      'Writes a live HDF5 file as a detector would: /entry/data/frames, then their keys',
      'in /entry/keys, at last /entry/finished. Says on stdout, in lines of JSON, what',
      'is on disk.',
      '',
      '--interval 0 writes as fast as it can. With --grid the default of --frames is',
      'all its points.',
      `--dtype takes ${simulatedDtypeNames.slice(0, 8).join(', ')},`,
      `${simulatedDtypeNames.slice(8).join(', ')}.`,
      '',
      'Example:',
      '  h5tail simulate scan.h5 --frames 500 --shape 128x128 --interval 10',
    ].join('\n'),
    customUsage: [
      [
        'FILE [--frames N] [--shape NxM] [--dtype TYPE] [--interval MS]',
        '[--grid NYxNX] [--overwrite] [--backend auto|wasm|native]',
      ].join('\n      '),
    ],
  },
});
