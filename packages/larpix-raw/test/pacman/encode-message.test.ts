import { describe, expect, it } from 'vitest';
import { encodeMessage, type PacmanMessageDraft } from '../../src/pacman/encode-message.js';
import type { PacmanWord } from '../../src/pacman/message.js';
import { hexBytes } from './hex-bytes.js';
import { messageVectors } from './message-vectors.js';

const packet = { low: 1, high: 2 };

/** A message of one word, which need not fit. */
function withWord(type: string, word: Readonly<Record<string, unknown>>): PacmanMessageDraft {
  return { type, seconds: 0, words: [word as unknown as PacmanWord] } as PacmanMessageDraft;
}

describe('encodeMessage', () => {
  it.each(messageVectors)('encodes $name, padding included', ({ bytes, message }) => {
    expect(encodeMessage(message)).toEqual(bytes);
  });

  it('counts the words itself', () => {
    expect(encodeMessage({ type: 'request', seconds: 0x64114344, words: [{ type: 'ping' }] })).toEqual(
      hexBytes('3f44431164000100 50000000000000000000000000000000'),
    );
    expect(() => encodeMessage({ type: 'data', seconds: 0, words: [], wordCount: 1 })).toThrow(
      new RangeError('wordCount is 1, but there are 0 words'),
    );
  });

  it('holds 65535 words and no more', () => {
    const words = Array.from({ length: 65_536 }, () => ({ type: 'ping' }) as const);
    const bytes = encodeMessage({ type: 'request', seconds: 0, words: words.slice(1) });
    expect([bytes.length, bytes[6], bytes[7]]).toEqual([8 + 16 * 65_535, 255, 255]);
    expect(() => encodeMessage({ type: 'request', seconds: 0, words })).toThrow(RangeError);
  });

  it.each([
    ['ioChannel', 'data', { type: 'data', ioChannel: 256, receiptTimestamp: 0, packet }],
    ['receiptTimestamp', 'data', { type: 'data', ioChannel: 0, receiptTimestamp: 2 ** 32, packet }],
    ['packet.low', 'data', { type: 'data', ioChannel: 0, receiptTimestamp: 0, packet: { low: -1, high: 0 } }],
    ['packet.high', 'request', { type: 'tx', ioChannel: 0, packet: { low: 0, high: 2 ** 32 } }],
    ['ioChannel', 'reply', { type: 'tx', ioChannel: -1, packet }],
    ['triggerType', 'data', { type: 'trigger', triggerType: 256, timestamp: 0 }],
    ['timestamp', 'data', { type: 'trigger', triggerType: 0, timestamp: 0.5 }],
    ['syncType', 'data', { type: 'sync', syncType: 256, clockSource: 0, timestamp: 0 }],
    ['clockSource', 'data', { type: 'sync', syncType: 0, clockSource: 2, timestamp: 0 }],
    ['timestamp', 'data', { type: 'sync', syncType: 0, clockSource: 0, timestamp: Number.NaN }],
    ['register', 'request', { type: 'write', register: 2 ** 32, value: 0 }],
    ['value', 'reply', { type: 'read', register: 0, value: -1 }],
    ['code', 'reply', { type: 'error', code: 256, text: '' }],
    ['character 2 of text', 'reply', { type: 'error', code: 1, text: 'ab\u0100' }],
    ['text', 'reply', { type: 'error', code: 1, text: 'fifteen letters' }],
  ])('refuses a value that does not fit %s of a %s message', (field, type, word) => {
    expect(() => encodeMessage(withWord(type, word))).toThrow(RangeError);
    expect(() => encodeMessage(withWord(type, word))).toThrow(new RegExp(`^${field} `));
  });

  it('refuses seconds beyond 32 bits', () => {
    expect(() => encodeMessage({ type: 'data', seconds: 2 ** 32, words: [] })).toThrow(/^seconds is 4294967296/);
  });

  it.each([
    ['data', { type: 'tx', ioChannel: 0, packet }],
    ['data', { type: 'ping' }],
    ['request', { type: 'pong' }],
    ['request', { type: 'error', code: 0, text: '' }],
    ['reply', { type: 'ping' }],
    ['reply', { type: 'data', ioChannel: 0, receiptTimestamp: 0, packet }],
    ['status', { type: 'ping' }],
  ])('refuses what does not belong into a %s message', (type, word) => {
    expect(() => encodeMessage(withWord(type, word))).toThrow(TypeError);
  });
});
