import { isHdf5Error, VariableLength } from '@h5tail/adapter';
import { array, assert, constantFrom, nat, property, record, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeColumns } from '../../../src/pacman/columns/decode-columns.js';
import { PacketColumns } from '../../../src/pacman/columns/packet-columns.js';
import { decodeMessage } from '../../../src/pacman/decode-message.js';
import { encodeMessage } from '../../../src/pacman/encode-message.js';
import { messageBytes, messages, u8 } from '../arbitrary-messages.js';
import { hexBytes } from '../hex-bytes.js';
import { messageVectors } from '../message-vectors.js';
import { columnNames, expectedRows, type Row } from './expected-rows.js';

const readings = constantFrom<{ readonly asicVersion: 2 | 3; readonly fifoDiagnostics: boolean }>(
  { asicVersion: 2, fifoDiagnostics: false },
  { asicVersion: 2, fifoDiagnostics: true },
  { asicVersion: 3, fifoDiagnostics: false },
);

function rowsOf(columns: PacketColumns): Row[] {
  for (const name of columnNames) expect(columns[name]).toHaveLength(columns.length);
  return Array.from(
    { length: columns.length },
    (_, row) => Object.fromEntries(columnNames.map((name) => [name, columns[name][row]])) as unknown as Row,
  );
}

/** The same messages `lead` bytes behind the start of a buffer. */
function displaced(sequences: readonly Uint8Array[], lead: number): VariableLength {
  const { values, offsets } = VariableLength.ofBytes(sequences);
  const buffer = new Uint8Array(values.length + lead + 3).fill(0xff);
  buffer.set(values, lead);
  return new VariableLength(buffer.subarray(lead, lead + values.length), offsets);
}

function faultOf(decode: () => unknown): unknown {
  try {
    decode();
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('decodeColumns', () => {
  const all = VariableLength.ofBytes(messageVectors.map(({ bytes }) => bytes));

  it('decodes the packets of messages of every kind', () => {
    const columns = decodeColumns(
      all,
      Uint8Array.from(messageVectors, (_, i) => i + 100),
    );
    const packetsEach = [1, 2, 2, 2, 2, 4, 2, 1, 1, 1, 1, 1];
    expect([...columns.messageIndex]).toEqual(
      packetsEach.flatMap((count, i) => Array.from({ length: count }, () => i)),
    );
    expect(columns.messageRows).toEqual(Uint32Array.of(0, 1, 3, 5, 7, 9, 13, 15, 16, 17, 18, 19, 20));
    expect([columns.length, columns.messageCount]).toEqual([20, 12]);
    const rows = rowsOf(columns);
    expect(rows[2]).toEqual({
      ioGroup: 101,
      ioChannel: 5,
      receiptTimestamp: 2_309_737_967,
      packetType: 0,
      chipId: 141,
      channelId: 42,
      timestamp: 305_419_896,
      firstPacket: 1,
      dataword: 165,
      triggerType: 2,
      localFifo: 1,
      sharedFifo: 3,
      downstreamMarker: 1,
      parity: 1,
      validParity: 1,
      registerAddress: 42,
      registerData: 158,
      direction: 0,
      localFifoEvents: 0,
      sharedFifoEvents: 0,
      counter: 0,
      fifoDiagnosticsEnabled: 0,
      resetSample: 0,
      cds: 0,
    });
    expect(rows[4]).toMatchObject({ packetType: 3, chipId: 11, registerAddress: 241, registerData: 90, parity: 0 });
    expect(rows[4]).toMatchObject({ ioChannel: 32, receiptTimestamp: 7, downstreamMarker: 1, validParity: 1 });
    const nothing = { ioChannel: 0, chipId: 0, parity: 0, validParity: 0, receiptTimestamp: 0 };
    expect(rows[5]).toMatchObject({
      ...nothing,
      packetType: 4,
      timestamp: 1_678_852_932,
      triggerType: 0,
      ioGroup: 103,
    });
    expect(rows[6]).toMatchObject({ ...nothing, packetType: 6, timestamp: 16_909_060, triggerType: 0x48, dataword: 1 });
    expect(rows[8]).toMatchObject({ ...nothing, packetType: 7, timestamp: 4_294_967_294, triggerType: 1, dataword: 0 });
    expect(rows.slice(9, 13).map(({ packetType }) => packetType)).toEqual([4, 6, 0, 7]);
    expect(rows[14]).toMatchObject({
      ioChannel: 1,
      receiptTimestamp: 0,
      packetType: 2,
      chipId: 255,
      registerAddress: 122,
    });
  });

  it('reads FIFO diagnostics where it is told to', () => {
    const rows = rowsOf(decodeColumns(all, new Uint8Array(12), { fifoDiagnostics: true }));
    expect(rows[2]).toMatchObject({ timestamp: 22_136, localFifoEvents: 1, sharedFifoEvents: 564, dataword: 165 });
    expect(rows.map((row) => row.fifoDiagnosticsEnabled).slice(0, 8)).toEqual([0, 0, 1, 0, 1, 0, 0, 0]);
  });

  it('has the dtypes of the fields', () => {
    const columns = decodeColumns(all, new Uint8Array(12));
    const wide: Record<string, unknown> = {
      timestamp: Uint32Array,
      receiptTimestamp: Uint32Array,
      counter: Uint32Array,
      dataword: Uint16Array,
      sharedFifoEvents: Uint16Array,
    };
    for (const name of columnNames) expect(columns[name]).toBeInstanceOf(wide[name] ?? Uint8Array);
    expect(columns.messageIndex).toBeInstanceOf(Uint32Array);
  });

  it('agrees with the packets of messages as objects, wherever the messages lie in memory', () => {
    const batch = array(record({ message: messages, ioGroup: u8 }), { maxLength: 12 });
    const into = new PacketColumns();
    assert(
      property(batch, readings, nat(7), (entries, reading, lead) => {
        const sequences = entries.map(({ message }) => encodeMessage(message));
        const ioGroups = Uint8Array.from(entries, ({ ioGroup }) => ioGroup);
        const expected = entries.map(({ message, ioGroup }) => expectedRows(message, { ioGroup, ...reading }));
        for (const options of [reading, { ...reading, into }]) {
          const columns = decodeColumns(displaced(sequences, lead), ioGroups, options);
          expect(rowsOf(columns)).toEqual(expected.flat());
          expect([...columns.messageIndex]).toEqual(expected.flatMap((rows, i) => rows.map(() => i)));
          expect(columns.problemCount).toBe(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with lenient objects on any bytes, and throws exactly where strict objects do', () => {
    const batch = array(tuple(messageBytes, u8), { maxLength: 8 });
    const into = new PacketColumns();
    assert(
      property(batch, readings, nat(7), (entries, reading, lead) => {
        const lenient = entries.map(([bytes]) => decodeMessage(bytes, { mode: 'lenient' }));
        const packed = displaced(
          entries.map(([bytes]) => bytes),
          lead,
        );
        const ioGroups = Uint8Array.from(entries, ([, ioGroup]) => ioGroup);
        const columns = decodeColumns(packed, ioGroups, { ...reading, mode: 'lenient', into });
        const problems = lenient.flatMap((one, messageIndex) =>
          one.problems.map((found) => ({ ...found, messageIndex })),
        );
        expect(columns.problems).toEqual(problems);
        expect(columns.problemCount).toBe(problems.length);
        const expected = lenient.map(({ message }, i) =>
          message === undefined ? [] : expectedRows(message, { ioGroup: entries[i]?.[1] as number, ...reading }),
        );
        expect(rowsOf(columns)).toEqual(expected.flat());
        let row = 0;
        expect([...columns.messageRows]).toEqual([0, ...expected.map(({ length }) => (row += length))]);
        const fault = faultOf(() => decodeColumns(packed, ioGroups, reading));
        expect(isHdf5Error(fault)).toBe(problems.length > 0);
        if (isHdf5Error(fault)) {
          expect([fault.code, fault.index]).toEqual(['INVALID_DATA', problems[0]?.messageIndex]);
          expect(fault.message).toContain(`PACMAN message ${problems[0]?.messageIndex}, ${problems[0]?.message}`);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('takes messages that are longer than what it copies at a time', () => {
    const words = Array.from({ length: 10_000 }, (_, i) => ({
      type: 'data' as const,
      ioChannel: i & 0xff,
      receiptTimestamp: 1_000_000 * (i % 4000),
      packet: { low: (i * 2_654_435_761) >>> 0, high: (i * 40_503) >>> 0 },
    }));
    const short = { type: 'data', seconds: 5, words: words.slice(0, 9) } as const;
    const long = { type: 'data', seconds: 6, words } as const;
    const sequences = [short, long, short, ...Array.from({ length: 900 }, () => short), long].map(encodeMessage);
    const rows = [short, long, ...Array.from({ length: 901 }, () => short), long].flatMap((message) =>
      expectedRows({ ...message, wordCount: message.words.length }, { ioGroup: 3 }),
    );
    const ioGroups = new Uint8Array(sequences.length).fill(3);
    for (const lead of [0, 1]) expect(rowsOf(decodeColumns(displaced(sequences, lead), ioGroups))).toEqual(rows);
  });

  it('takes no messages at all', () => {
    const columns = decodeColumns(VariableLength.ofBytes([]), new Uint8Array(0));
    expect([columns.length, columns.messageCount, rowsOf(columns), [...columns.messageRows]]).toEqual([0, 0, [], [0]]);
  });

  it('keeps the first problems and counts all', () => {
    const broken = VariableLength.ofBytes(Array.from({ length: 50 }, () => hexBytes('44')));
    const columns = decodeColumns(broken, new Uint8Array(50), { mode: 'lenient', maxProblems: 2 });
    expect(columns.problemCount).toBe(50);
    expect(columns.problems.map(({ messageIndex, kind }) => [messageIndex, kind])).toEqual([
      [0, 'short-header'],
      [1, 'short-header'],
    ]);
    const many = VariableLength.ofBytes(Array.from({ length: 1200 }, () => hexBytes('44')));
    expect(decodeColumns(many, new Uint8Array(1200), { mode: 'lenient' }).problems).toHaveLength(1000);
  });

  it('refuses what cannot be', () => {
    const ioGroups = new Uint8Array(12);
    expect(() => decodeColumns(all, new Uint8Array(11))).toThrow(
      new RangeError('there are 11 io groups for 12 messages'),
    );
    const wide = Uint16Array.from({ length: all.length }, (_, i) => i);
    expect([...decodeColumns(all, wide).ioGroup]).toEqual([...decodeColumns(all, Uint8Array.from(wide)).ioGroup]);
    wide[5] = 256;
    expect(() => decodeColumns(all, wide)).toThrow(new RangeError('io group 256 of message 5 is above 255'));
    expect(() => decodeColumns(all, ioGroups, { asicVersion: 1 as 2 })).toThrow(/v1 .* seven bytes/);
    expect(() => decodeColumns(all, ioGroups, { asicVersion: 3, fifoDiagnostics: true })).toThrow(TypeError);
    for (const maxProblems of [-1, Number.NaN]) {
      expect(() => decodeColumns(all, ioGroups, { maxProblems })).toThrow(RangeError);
    }
    const signed = new VariableLength(new Int8Array(8), Uint32Array.of(0, 8)) as unknown as VariableLength;
    expect(() => decodeColumns(signed, new Uint8Array(1))).toThrow(TypeError);
  });
});
