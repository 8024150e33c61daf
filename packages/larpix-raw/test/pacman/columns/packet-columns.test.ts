import { VariableLength } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import { decodeColumns } from '../../../src/pacman/columns/decode-columns.js';
import { encodeMessage } from '../../../src/pacman/encode-message.js';
import { encodePacket } from '../../../src/pacman/encode-packet.js';
import { columnNames } from './expected-rows.js';

/** A message with a packet for each channel. */
function messageOf(chipId: number, channels: readonly number[]): Uint8Array {
  const words = channels.map((channelId) => ({
    type: 'data' as const,
    ioChannel: 1,
    receiptTimestamp: 2,
    packet: encodePacket({ type: 'data', chipId, channelId, dataword: 200, firstPacket: 1 }),
  }));
  return encodeMessage({ type: 'data', seconds: 3, words });
}

const first = VariableLength.ofBytes([messageOf(11, [1, 2, 3]), messageOf(12, [4])]);
const second = VariableLength.ofBytes([messageOf(13, [5, 6])]);

describe('PacketColumns', () => {
  it('needs the messages no more once they are decoded', () => {
    const values = first.values.slice();
    const ioGroups = Uint8Array.of(7, 8);
    const columns = decodeColumns(new VariableLength(values, first.offsets), ioGroups);
    values.fill(0);
    ioGroups.fill(0);
    expect([...columns.channelId]).toEqual([0, 1, 2, 3, 0, 4]);
    expect([...columns.ioGroup]).toEqual([7, 7, 7, 7, 8, 8]);
  });

  it('gives the same array each time', () => {
    const columns = decodeColumns(first, new Uint8Array(2));
    for (const name of columnNames) expect(columns[name]).toBe(columns[name]);
    expect(columns.messageRows).toBe(columns.messageRows);
  });

  it('decodes into the memory of an earlier call, and is what that call returned', () => {
    const columns = decodeColumns(first, new Uint8Array(2));
    const before = Object.fromEntries(columnNames.map((name) => [name, columns[name].buffer]));
    expect(decodeColumns(second, Uint8Array.of(9), { into: columns })).toBe(columns);
    expect([...columns.chipId]).toEqual([0, 13, 13]);
    expect([...columns.ioGroup]).toEqual([9, 9, 9]);
    expect([...columns.messageRows]).toEqual([0, 3]);
    for (const name of columnNames) expect(columns[name].buffer).toBe(before[name]);
  });

  it('shares no memory with the columns of other calls', () => {
    const columns = decodeColumns(first, new Uint8Array(2));
    const chipIds = columns.chipId;
    decodeColumns(second, new Uint8Array(1)).chipId.fill(99);
    expect([...chipIds]).toEqual([0, 11, 11, 11, 0, 12]);
  });

  it('has zeros where a reading has no such field, whatever was there before', () => {
    const columns = decodeColumns(first, new Uint8Array(2), { fifoDiagnostics: true });
    expect([...columns.firstPacket]).toEqual([0, 1, 1, 1, 0, 1]);
    expect([...columns.fifoDiagnosticsEnabled]).toEqual([0, 1, 1, 1, 0, 1]);
    columns.counter.fill(5);
    decodeColumns(first, new Uint8Array(2), { asicVersion: 3, into: columns });
    expect([...columns.firstPacket]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...columns.fifoDiagnosticsEnabled]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...columns.counter]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('has no rows after decoding into it has failed', () => {
    const columns = decodeColumns(first, new Uint8Array(2));
    const broken = VariableLength.ofBytes([messageOf(1, [1]), Uint8Array.of(0x44)]);
    expect(() => decodeColumns(broken, new Uint8Array(2), { into: columns })).toThrow(/PACMAN message 1, byte 0/);
    expect([columns.length, columns.messageCount, columns.chipId.length]).toEqual([0, 0, 0]);
    expect([...columns.messageRows]).toEqual([0]);
    expect(decodeColumns(broken, new Uint8Array(2), { into: columns, mode: 'lenient' }).problemCount).toBe(1);
    expect([...columns.channelId]).toEqual([0, 1]);
    expect(decodeColumns(second, new Uint8Array(1), { into: columns }).problems).toEqual([]);
  });
});
