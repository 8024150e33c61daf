import { buildCommand } from '@stricli/core';
import { oneOf, parsePath } from '../../../argument-parsers.js';
import { backendFlag } from '../../../backend-flag.js';
import { commandAction } from '../../../command-action.js';
import type { CliContext } from '../../../context.js';
import { endFlag, rawFileArgument, startFlag, type RawFlags } from '../raw-flags.js';
import type { SliceFlags } from '../reading/slice-bounds.js';

/** How packets are printed. */
export const packetFormats = ['ndjson', 'csv'] as const;

/** One of {@link packetFormats}. */
export type PacketFormat = (typeof packetFormats)[number];

const asicVersions = ['v1', 'v2', 'v3'] as const;

/** Flags of `h5tail raw decode`. */
export interface DecodeFlags extends RawFlags, SliceFlags {
  readonly format: PacketFormat;
  readonly output?: string;
  readonly overwrite: boolean;
  readonly asic: 2 | 3;
  readonly fifoDiagnostics: boolean;
  readonly lenient: boolean;
}

function parseAsic(text: string): 2 | 3 {
  const version = oneOf(asicVersions, text);
  if (version === 'v1') throw new Error('packets of LArPix v1 are never in PACMAN messages; give v2 or v3');
  return version === 'v2' ? 2 : 3;
}

const boolean = { kind: 'boolean', withNegated: false, default: false } as const;

export const decodeCommand = buildCommand<DecodeFlags, [file: string], CliContext>({
  loader: async () => commandAction((await import('./run.js')).run),
  parameters: {
    positional: rawFileArgument,
    flags: {
      format: {
        kind: 'parsed',
        parse: (text: string): PacketFormat => oneOf(packetFormats, text),
        default: 'ndjson',
        placeholder: 'ndjson|csv',
        brief: 'Form of a row',
      },
      output: { kind: 'parsed', parse: parsePath, optional: true, placeholder: 'OUT', brief: 'File, not stdout' },
      overwrite: { ...boolean, brief: 'Replace what is there' },
      asic: { kind: 'parsed', parse: parseAsic, default: 'v2', placeholder: 'v1|v2|v3', brief: 'Version of the chips' },
      fifoDiagnostics: { ...boolean, brief: 'Chips send FIFO diagnostics' },
      lenient: { ...boolean, brief: 'Decode what is whole' },
      start: startFlag,
      end: endFlag,
      backend: backendFlag,
    },
  },
  docs: {
    brief: 'Print the packets in the messages of a file',
    fullDescription: [
      'Decodes PACMAN messages: a row for each packet with message_index, the message',
      'in the file, and the 22 fields of packet files from io_group to',
      'receipt_timestamp; with --asic v3 also reset_sample and cds.',
      '',
      'The first message that is none is an error that names it; the rows before it are',
      'printed. --lenient goes on with what is whole, and tells on stderr what is not.',
      'Packets of LArPix v1 are never in PACMAN messages: --asic v1 is refused.',
      '',
      '--output has its name only when all of it is written.',
      '',
      'Exit codes: 0 done; 130 Ctrl-C; 143 SIGTERM; 1 error; 2 wrong usage.',
      '',
      'Examples:',
      '  h5tail raw decode raw.h5 --start -10',
      '  h5tail raw decode raw.h5 --format csv --output packets.csv',
    ].join('\n'),
    customUsage: [
      [
        'FILE [--format ndjson|csv] [--output OUT] [--overwrite]',
        '[--asic v2|v3] [--fifo-diagnostics] [--lenient] [--start N] [--end N]',
        '[--backend auto|wasm|native]',
      ].join('\n      '),
    ],
  },
});
