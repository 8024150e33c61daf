import { VariableLength } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import type { MessageFormat } from '../../../../src/commands/raw/output/message-format.js';
import { messagePieces } from '../../../../src/commands/raw/output/message-pieces.js';
import { binaryOf, catLines, hexOf, testMessages, type TestMessage } from '../raw-files.js';

function blockOf(messages: readonly TestMessage[], first: number) {
  return {
    first,
    messages: VariableLength.ofBytes(messages.map(({ bytes }) => bytes)),
    ioGroups: Uint8Array.from(messages, ({ ioGroup }) => ioGroup),
  };
}

function textOf(format: MessageFormat, messages: readonly TestMessage[], first = 0): string {
  return [...messagePieces(format, blockOf(messages, first), 'a.h5')].join('');
}

const messages = testMessages(3000);

describe('messagePieces', () => {
  it('has a line of JSON per message, with its index in the file', () => {
    expect(textOf('ndjson', messages, 500)).toBe(`${catLines(messages, 500).join('\n')}\n`);
  });

  it('has a line of digits per message', () => {
    expect(textOf('hex', messages)).toBe(messages.map(({ bytes }) => `${hexOf(bytes)}\n`).join(''));
  });

  it('has head and bytes per message, each piece in memory of its own', () => {
    const pieces = [...messagePieces('binary', blockOf(messages, 0), 'a.h5')] as Uint8Array[];
    expect(Buffer.concat(pieces)).toEqual(binaryOf(messages));
    expect(pieces.length).toBeGreaterThan(1);
    expect(new Set(pieces.map(({ buffer }) => buffer)).size).toBe(pieces.length);
  });

  it('has nothing for no messages', () => {
    for (const format of ['ndjson', 'hex', 'binary'] as const) expect(textOf(format, [])).toBe('');
  });

  it('cuts a long message into pieces', () => {
    const long = { ioGroup: 1, bytes: new Uint8Array(20_000_000).fill(0xa5) };
    const pieces = [...messagePieces('hex', blockOf([long, long], 0), 'a.h5')];
    expect(pieces.length).toBeGreaterThan(4);
    expect(pieces.join('') === `${'a5'.repeat(20_000_000)}\n`.repeat(2)).toBe(true);
  });

  it('has no room for a board above 255 in the binary format', () => {
    const block = { ...blockOf(messages.slice(0, 2), 7), ioGroups: Uint16Array.of(1, 300) };
    expect([...messagePieces('ndjson', block, 'a.h5')].join('')).toContain('{"index": 8, "io_group": 300, ');
    expect(() => [...messagePieces('binary', block, 'a.h5')]).toThrow(
      expect.objectContaining({ code: 'INVALID_DATA', index: 8 }),
    );
  });
});
