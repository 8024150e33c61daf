import { assert, constantFrom, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../../src/pacman/decode-message.js';
import { encodeMessage } from '../../src/pacman/encode-message.js';
import type { PacmanMessage } from '../../src/pacman/message.js';
import { messageOfPackets, type MessagePacketDraft } from '../../src/pacman/message-of-packets.js';
import { packetsOfMessage } from '../../src/pacman/packets-of-message.js';
import { messages } from './arbitrary-messages.js';
import { messageVectors } from './message-vectors.js';

const timestamp = { type: 'timestamp', ioGroup: 2, timestamp: 1_678_852_932 };
const sync = { type: 'sync', ioGroup: 2, syncType: 0x48, clockSource: 1, timestamp: 16_909_060 };
const trigger = { type: 'trigger', ioGroup: 2, triggerType: 1, timestamp: 4_294_967_294 };
const data = {
  type: 'data',
  ioGroup: 2,
  ioChannel: 5,
  receiptTimestamp: 2_309_737_967,
  chipId: 141,
  channelId: 42,
  dataword: 165,
  validParity: true,
};

function vector(name: string): PacmanMessage {
  const found = messageVectors.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no vector ${name}`);
  return found.message;
}

describe('packetsOfMessage', () => {
  it.each([
    ['data without words', [timestamp]],
    ['a data word', [timestamp, data]],
    [
      'an answer to a read of a register of a chip',
      [
        timestamp,
        { type: 'config-read', ioGroup: 2, ioChannel: 32, receiptTimestamp: 7, chipId: 11, registerData: 90 },
      ],
    ],
    ['a heartbeat', [timestamp, sync]],
    ['a trigger', [timestamp, trigger]],
    ['a mix', [timestamp, sync, data, trigger]],
    ['a ping', [timestamp]],
    ['an error', [timestamp]],
    ['what a register holds', [timestamp]],
  ])('lists the packets of %s', (name, expected) => {
    const packets = packetsOfMessage(vector(name), { ioGroup: 2 });
    expect(packets).toMatchObject(expected);
    expect(packets).toHaveLength(expected.length);
  });

  it('knows no time of receipt for packets of requests', () => {
    const [, packet] = packetsOfMessage(vector('a packet to a chip'), { ioGroup: 255 });
    expect(packet).toMatchObject({
      type: 'config-write',
      ioGroup: 255,
      ioChannel: 1,
      chipId: 255,
      registerAddress: 122,
    });
    expect(packet).toHaveProperty('receiptTimestamp', undefined);
  });

  it('reads packets as it is told', () => {
    const message = vector('a data word');
    expect(packetsOfMessage(message, { ioGroup: 0, fifoDiagnostics: true })[1]).toMatchObject({
      timestamp: 22_136,
      sharedFifoEvents: 564,
    });
    expect(packetsOfMessage(message, { ioGroup: 0, asicVersion: 3 })[1]).toMatchObject({
      asicVersion: 3,
      type: 'undefined',
    });
  });

  it('refuses what cannot be', () => {
    const message = vector('a data word');
    for (const ioGroup of [-1, 256, 0.5]) expect(() => packetsOfMessage(message, { ioGroup })).toThrow(RangeError);
    expect(() => packetsOfMessage(message, { ioGroup: 0, asicVersion: 1 as 2 })).toThrow(/v1 .* seven bytes/);
    expect(() => packetsOfMessage(message, { ioGroup: 0, asicVersion: 3, fifoDiagnostics: true })).toThrow(TypeError);
  });
});

describe('messageOfPackets', () => {
  it('is the inverse for messages that carry nothing but packets', () => {
    const readings = constantFrom({ asicVersion: 2 }, { asicVersion: 2, fifoDiagnostics: true }, { asicVersion: 3 });
    assert(
      property(messages, readings, (message, reading) => {
        const packets = packetsOfMessage(message, { ioGroup: 1, ...(reading as { asicVersion: 2 | 3 }) });
        const again = messageOfPackets(packets as MessagePacketDraft[], message);
        const words = message.words.filter(({ type }) => ['data', 'tx', 'sync', 'trigger'].includes(type));
        expect(again).toEqual({ ...message, words, wordCount: words.length });
        expect(decodeMessage(encodeMessage(again))).toEqual(again);
      }),
    );
  });

  it('sends packets of chips as tx words, whatever their time of receipt', () => {
    const packet = { type: 'config-write', chipId: 255, registerAddress: 122, registerData: 1, ioChannel: 1 } as const;
    const seconds = 0x6411_4344;
    for (const draft of [packet, { ...packet, receiptTimestamp: 9 }]) {
      expect(messageOfPackets([draft], { type: 'request', seconds })).toEqual(vector('a packet to a chip'));
    }
    expect(messageOfPackets([packet], { type: 'reply', seconds }).words[0]?.type).toBe('tx');
  });

  it('gives data words their own time of receipt, else the one given, else 0', () => {
    const packet = { type: 'data', ioChannel: 1 } as const;
    const times = (options: { readonly receiptTimestamp?: number }): unknown[] =>
      messageOfPackets([packet, { ...packet, receiptTimestamp: 9 }], {
        type: 'data',
        seconds: 0,
        ...options,
      }).words.map((word) => (word.type === 'data' ? word.receiptTimestamp : undefined));
    expect(times({})).toEqual([0, 9]);
    expect(times({ receiptTimestamp: 5 })).toEqual([5, 9]);
  });

  it('leaves out the times of other headers', () => {
    const message = messageOfPackets([{ type: 'timestamp', ioGroup: 0, timestamp: 1 }], { type: 'data', seconds: 2 });
    expect(message).toEqual({ type: 'data', seconds: 2, wordCount: 0, words: [] });
  });

  it.each([
    ['a sync in a request', 'request', { type: 'sync', syncType: 0x53, clockSource: 0, timestamp: 0 }, TypeError],
    ['a trigger in a reply', 'reply', { type: 'trigger', triggerType: 1, timestamp: 0 }, TypeError],
    ['a sync without its type', 'data', { type: 'sync', clockSource: 0, timestamp: 0 }, TypeError],
    ['a trigger without its type', 'data', { type: 'trigger', timestamp: 0 }, TypeError],
    ['a packet of v1', 'data', { asicVersion: 1, type: 'data', ioChannel: 0 }, TypeError],
    ['a packet without a channel', 'data', { type: 'data' }, RangeError],
    ['a channel that does not fit', 'request', { type: 'data', ioChannel: 256 }, RangeError],
    ['a field that does not fit', 'request', { type: 'data', ioChannel: 0, chipId: 256 }, RangeError],
  ] as const)('refuses %s', (_, type, packet, error) => {
    expect(() => messageOfPackets([packet as MessagePacketDraft], { type, seconds: 0 })).toThrow(error);
  });

  it('refuses times that do not fit', () => {
    expect(() => messageOfPackets([], { type: 'data', seconds: -1 })).toThrow(RangeError);
    expect(() => messageOfPackets([], { type: 'data', seconds: 0, receiptTimestamp: 2 ** 32 })).toThrow(RangeError);
  });
});
