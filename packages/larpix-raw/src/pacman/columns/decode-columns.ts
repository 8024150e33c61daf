import type { VariableLength } from '@h5tail/adapter';
import type { IoGroups } from '../../messages/io-groups.js';
import { requireWordOptions, type PacketOptions } from '../decode-packet.js';
import { collectMessages } from './collect-messages.js';
import { ColumnProblems } from './column-problems.js';
import { decodeInto, PacketColumns } from './packet-columns.js';

const defaultMaxProblems = 1000;

/** How to decode whole batches of messages. */
export interface DecodeColumnsOptions extends PacketOptions<2 | 3> {
  /** `strict` (default) throws at the first problem; `lenient` decodes what is whole and lists the problems. */
  readonly mode?: 'strict' | 'lenient' | undefined;
  /** How many problems `lenient` lists at most; all are counted. Default: 1000. */
  readonly maxProblems?: number | undefined;
  /** Columns of an earlier call whose memory may be overwritten; it is what is returned. Else all memory is new. */
  readonly into?: PacketColumns | undefined;
}

/**
 * Decodes whole batches of PACMAN messages (format 0.0) into columns, one row per packet, in one pass over the bytes.
 *
 * The rows are those of `packetsOfMessage` for every message, without an object for each. See {@link PacketColumns} for the
 * columns, and for who owns them. The messages may be overwritten as soon as this returns. They are read fastest where
 * they begin at multiples of four bytes; they need not.
 *
 * @example
 * ```ts
 * let columns: PacketColumns | undefined;
 * for await (const { messages, ioGroups } of batches) {
 *   columns = decodeColumns(messages, ioGroups, { into: columns }); // the same memory for every batch
 *   const { chipId, channelId, dataword, packetType, validParity } = columns;
 *   for (let row = 0; row < columns.length; row++) {
 *     if (packetType[row] === 0 && validParity[row] === 1) fill(chipId[row], channelId[row], dataword[row]);
 *   }
 * }
 * ```
 *
 * @param messages the bytes of each message.
 * @param ioGroups which PACMAN sent each message; shape [messages], from 0 to 255.
 * @throws Hdf5Error with code `INVALID_DATA` and the message as `index`, telling the byte and what was expected there; never
 *   with mode `lenient`. The columns given as `into` then have no rows.
 * @throws RangeError where there are not as many io groups as messages, on one above 255, and on a `maxProblems` below 0.
 * @throws TypeError on messages that are not bytes, on `asicVersion: 1`, and on FIFO diagnostics of v3.
 */
export function decodeColumns(
  messages: VariableLength,
  ioGroups: IoGroups,
  options: DecodeColumnsOptions = {},
): PacketColumns {
  const { mode = 'strict', maxProblems = defaultMaxProblems, into: columns = new PacketColumns() } = options;
  const reading = requireWordOptions(options);
  if (!(messages.values instanceof Uint8Array)) throw new TypeError('messages are bytes, a Uint8Array');
  if (ioGroups.length !== messages.length) {
    throw new RangeError(`there are ${ioGroups.length} io groups for ${messages.length} messages`);
  }
  // Files of other programs may have wider numbers; there are no such boards.
  const large = ioGroups instanceof Uint8Array ? -1 : ioGroups.findIndex((ioGroup) => ioGroup > 255);
  if (large >= 0) throw new RangeError(`io group ${ioGroups[large]} of message ${large} is above 255`);
  if (!(maxProblems >= 0)) throw new RangeError(`maxProblems is ${maxProblems}, which is no number from 0 on`);
  decodeInto(columns, reading, (rows) => {
    const problems = new ColumnProblems(messages, mode === 'strict', maxProblems);
    rows.begin(ioGroups, messages.values.length);
    collectMessages(rows, messages, (...problem) => problems.add(...problem));
    return problems;
  });
  return columns;
}
