import { buildRouteMap } from '@stricli/core';
import type { CliContext } from '../../context.js';
import { catCommand } from './cat/command.js';
import { decodeCommand } from './decode/command.js';
import { followCommand } from './follow/command.js';
import { infoCommand } from './info/command.js';
import { lenCommand } from './len/command.js';
import { mergeCommand } from './merge/command.js';
import { repairCommand } from './repair/command.js';
import { splitCommand } from './split/command.js';
import { writeCommand } from './write/command.js';

/** `h5tail raw`: commands on raw message files. */
export const rawRoute = buildRouteMap<string, CliContext>({
  routes: {
    info: infoCommand,
    len: lenCommand,
    cat: catCommand,
    write: writeCommand,
    follow: followCommand,
    decode: decodeCommand,
    merge: mergeCommand,
    split: splitCommand,
    repair: repairCommand,
  },
  docs: {
    brief: 'Raw message files of LArPix detectors',
    fullDescription: [
      'Reads, follows, writes and decodes raw message files of LArPix detectors: files',
      'with /msgs, one byte string per message, and /msg_headers with its board.',
      '',
      'Examples:',
      '  h5tail raw info raw.h5',
      '  h5tail raw cat raw.h5 --start -10',
      '  h5tail raw follow raw.h5 --timeout inf',
      '  h5tail raw decode raw.h5 --format csv --output packets.csv',
      '  h5tail raw write copy.h5 --ack < messages.ndjson',
      '  h5tail raw repair raw.h5',
    ].join('\n'),
  },
});
