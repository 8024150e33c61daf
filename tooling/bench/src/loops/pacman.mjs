import { createHash } from 'node:crypto';
import { VariableLength } from '@h5tail/adapter';
import {
  decodeColumns,
  decodeMessage,
  encodeMessage,
  encodePacket,
  PacketColumns,
  packetFields,
  packetFieldsOfV3,
  packetsOfMessage,
} from '@h5tail/larpix-raw/pacman';

const allColumns = ['messageIndex', ...[...packetFields, ...packetFieldsOfV3].map(({ property }) => property)];

/** What both columns and packets as objects have, so that it can be compared. */
const notInPackets = [
  'packetType',
  'registerAddress',
  'registerData',
  'direction',
  'counter',
  'fifoDiagnosticsEnabled',
];
const commonColumns = packetFields.map(({ property }) => property).filter((name) => !notInPackets.includes(name));

/** The same numbers each time: xorshift of 32 bits. */
function seeded(/** @type {number} */ seed) {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Messages of 2 to 124 words, few of them long, each word with a packet of data. */
function makeMessages(/** @type {number} */ count) {
  const next = seeded(0x5eed);
  const messages = Array.from({ length: count }, () => {
    const length = Math.min(124, 2 + Math.floor(-23 * Math.log((next() + 1) / 2 ** 32)));
    const words = Array.from({ length }, () => {
      const [timestamp, bits] = [next() >>> 1, next()];
      const fields = { channelId: bits & 63, dataword: (bits >>> 6) & 255, triggerType: (bits >>> 14) & 3 };
      const packet = encodePacket({ type: 'data', chipId: bits >>> 24, timestamp, ...fields, downstreamMarker: 1 });
      return { type: 'data', ioChannel: (bits >>> 16) & 31, receiptTimestamp: next(), packet };
    });
    return encodeMessage({ type: 'data', seconds: 1_700_000_000, words });
  });
  return { messages: VariableLength.ofBytes(messages), ioGroups: Uint8Array.from(messages, (_, i) => 1 + (i % 2)) };
}

/**
 * @param {import('./reading.mjs').Context} context
 * @param {(batch: { messages: VariableLength, ioGroups: Uint8Array }, take: import('./reading.mjs').Take) => void} run
 * @returns {import('./reading.mjs').Loop}
 */
function decoding({ job }, run) {
  const batch = makeMessages(job.count);
  return {
    bytes: batch.messages.values.length,
    run: async (take) => run(batch, take),
    close: () => Promise.resolve(),
  };
}

/** The bytes hashed: what they are compared with, because it goes through every byte once, as fast as the machine can. */
export const sha256 = (context) =>
  decoding(context, ({ messages }, take) => take(createHash('sha256').update(messages.values).digest()));

const columns = (/** @type {string[]} */ read, /** @type {boolean} */ reuses) => (context) => {
  const reused = new PacketColumns();
  return decoding(context, ({ messages, ioGroups }, take) => {
    const decoded = decodeColumns(messages, ioGroups, reuses ? { into: reused } : {});
    for (const name of take.checks ? commonColumns : read) take(decoded[name]);
  });
};

/** Into the same memory each time, and no column computed. */
export const decodedColumns = columns(['ioChannel'], true);
/** Into the same memory each time, and every column computed. */
export const decodedColumnsRead = columns(allColumns, true);
export const decodedColumnsReadFresh = columns(allColumns, false);

/** What a program does that looks at one message after the other. */
export const decodedMessages = (context) =>
  decoding(context, (batch, take) => {
    if (take.checks) return takePackets(batch, take);
    for (const bytes of batch.messages) take(decodeMessage(bytes).words);
  });

/** The same, and every packet taken apart. */
export const decodedPackets = (context) =>
  decoding(context, (batch, take) => {
    if (take.checks) return takePackets(batch, take);
    for (const bytes of batch.messages) take(packetsOfMessage(decodeMessage(bytes), { ioGroup: 1 }));
  });

/** The values of all packets as columns. */
function takePackets({ messages, ioGroups }, /** @type {import('./reading.mjs').Take} */ take) {
  const { length } = decodeColumns(messages, ioGroups);
  const template = decodeColumns(VariableLength.ofBytes([]), new Uint8Array(0));
  const values = commonColumns.map((name) => new template[name].constructor(length));
  let row = 0;
  for (const [i, bytes] of [...messages].entries()) {
    for (const packet of packetsOfMessage(decodeMessage(bytes), { ioGroup: ioGroups[i] })) {
      commonColumns.forEach((name, column) => (values[column][row] = Number(packet[name] ?? 0)));
      row++;
    }
  }
  for (const column of values) take(column);
}
