import { packetFields, packetFieldsOfV3, type PacketColumns } from '@h5tail/larpix-raw/pacman';
import type { PacketFormat } from './command.js';

const textPiece = 128 * 1024;

/** The columns that are printed behind `message_index`, with their names. */
function fieldsOf(asicVersion: 2 | 3) {
  return asicVersion === 3 ? [...packetFields, ...packetFieldsOfV3] : packetFields;
}

/** What stands before all rows. */
export function packetHead(format: PacketFormat, asicVersion: 2 | 3): string {
  if (format === 'ndjson') return '';
  return `${['message_index', ...fieldsOf(asicVersion).map(({ name }) => name)].join(',')}\n`;
}

/** What is printed of some rows. */
export interface PacketRows {
  readonly columns: PacketColumns;
  /** Rows behind the last one. */
  readonly stop: number;
  /** Number in the file of the first message that was decoded. */
  readonly firstMessage: number;
  readonly asicVersion: 2 | 3;
}

/** Rows as text, in pieces of some 100 kB. */
export function* packetPieces(format: PacketFormat, rows: PacketRows): Generator<string> {
  const { columns, stop, firstMessage } = rows;
  const fields = fieldsOf(rows.asicVersion);
  const isJson = format === 'ndjson';
  const before = fields.map(({ name }) => (isJson ? `, "${name}": ` : ','));
  const arrays = fields.map(({ property }): ArrayLike<number> => columns[property]);
  const { messageIndex } = columns;
  const [begin, end] = isJson ? ['{"message_index": ', '}\n'] : ['', '\n'];
  let text = '';
  for (let row = 0; row < stop; row++) {
    text += begin + (firstMessage + (messageIndex[row] as number));
    for (let field = 0; field < arrays.length; field++) {
      text += (before[field] as string) + ((arrays[field] as ArrayLike<number>)[row] as number);
    }
    text += end;
    if (text.length < textPiece) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}
