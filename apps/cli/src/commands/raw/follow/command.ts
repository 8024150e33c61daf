import { buildCommand } from '@stricli/core';
import { parseInteger } from '../../../argument-parsers.js';
import { backendFlag } from '../../../backend-flag.js';
import { commandAction } from '../../../command-action.js';
import type { CliContext } from '../../../context.js';
import { timeoutFlag } from '../../live/live-flags.js';
import { messageFormatFlag, type MessageFormat } from '../output/message-format.js';
import { rawFileArgument, type RawFlags } from '../raw-flags.js';

/** Flags of `h5tail raw follow`. */
export interface RawFollowFlags extends RawFlags {
  readonly from: number;
  /** In milliseconds. */
  readonly timeout: number;
  readonly format: MessageFormat;
  readonly endWhenClosed: boolean;
}

export const followCommand = buildCommand<RawFollowFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: rawFileArgument,
    flags: {
      from: {
        kind: 'parsed',
        parse: parseInteger,
        default: '0',
        placeholder: 'N',
        brief: 'First message; -N: from the end',
      },
      timeout: { ...timeoutFlag, brief: 'End after so long without a message' },
      format: messageFormatFlag,
      endWhenClosed: {
        kind: 'boolean',
        withNegated: false,
        default: false,
        brief: 'End as soon as the writer closes it',
      },
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Print messages as soon as they are written',
    fullDescription: [
      'Prints each message of a file as soon as it is whole, in order, as raw cat does.',
      'A file that is not there yet is waited for. --timeout takes inf for no limit,',
      'and 0 to look once.',
      '',
      'Programs that open and close the file for each write close it all the time, so',
      'the follow goes on until the time-out; then a file that is closed is a normal',
      'end. --end-when-closed is for writers that keep it open, as raw write does.',
      '',
      'Exit codes: 0 closed by the writer; 3 nothing new within the time-out, and the',
      'writer has not closed the file; 130 Ctrl-C; 143 SIGTERM; 1 error; 2 wrong usage.',
      '',
      'Examples:',
      '  h5tail raw follow raw.h5 --timeout inf',
      '  h5tail raw follow raw.h5 --from -100 --end-when-closed',
    ].join('\n'),
    customUsage: [
      [
        'FILE [--from N] [--timeout SECONDS]',
        '[--format ndjson|hex|binary] [--end-when-closed]',
        '[--backend auto|wasm|native]',
      ].join('\n      '),
    ],
  },
});
