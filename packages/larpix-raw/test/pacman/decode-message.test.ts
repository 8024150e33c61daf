import { isHdf5Error } from '@h5tail/adapter';
import { assert, property, uint8Array } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../../src/pacman/decode-message.js';
import { encodeMessage } from '../../src/pacman/encode-message.js';
import { messageBytes, messages } from './arbitrary-messages.js';
import { hexBytes } from './hex-bytes.js';
import { messageVectors } from './message-vectors.js';

const ping = '50000000000000000000000000000000';
const data = '4405efcdab89000034aa78563492a5f6';

function faultOf(bytes: Uint8Array): unknown {
  try {
    decodeMessage(bytes);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('decodeMessage', () => {
  it.each(messageVectors)('decodes $name', ({ bytes, message }) => {
    expect(decodeMessage(bytes)).toEqual(message);
    expect(decodeMessage(bytes, { mode: 'lenient' })).toEqual({ message, problems: [] });
  });

  it('looks at no padding, and keeps one bit of the clock source', () => {
    const message = decodeMessage(
      hexBytes('44444311 64ff0200 5348ffff04030201ffffffffffffffff 5401ffff feffffff0102030405060708'),
    );
    expect(message.words).toEqual([
      { type: 'sync', syncType: 0x48, clockSource: 1, timestamp: 16_909_060 },
      { type: 'trigger', triggerType: 1, timestamp: 4_294_967_294 },
    ]);
  });

  it('reads from the middle of a buffer, and shares no memory with it', () => {
    const { bytes, message } = messageVectors[1] as (typeof messageVectors)[number];
    const buffer = Uint8Array.from([1, 2, 3, ...bytes, 4]);
    const decoded = decodeMessage(buffer.subarray(3, 3 + bytes.length));
    buffer.fill(0);
    expect(decoded).toEqual(message);
  });

  it.each([
    ['nothing', '', 'short-header', 0, /header of 8 bytes.*has 0/],
    ['half a header', '44444311', 'short-header', 0, /header of 8 bytes.*has 4/],
    ['no type of message', '0044431164000000', 'unknown-message-type', 0, /0x44, 0x3f or 0x21.*found 0x00/],
    ['a count without words', '4444431164000100', 'word-count', 6, /which is 0, but found 1/],
    ['a count too large', `44444311 6400c800 ${data}`, 'word-count', 6, /which is 1, but found 200/],
    ['a count too small', `3f44431164000000 ${ping}`, 'word-count', 6, /which is 1, but found 0/],
    ['a ping in data', `4444431164000200 ${data}${ping}`, 'unknown-word-type', 24, /0x44, 0x54, 0x53.*found 0x50/],
    ['an error in data', `4444431164000100 45${ping.slice(2)}`, 'unknown-word-type', 8, /found 0x45/],
    ['a trigger in a reply', `2144431164000100 54${ping.slice(2)}`, 'unknown-word-type', 8, /found 0x54/],
    ['an error in a request', `3f44431164000100 45${ping.slice(2)}`, 'unknown-word-type', 8, /found 0x45/],
    ['part of a word', `4444431164000100 ${data}444444`, 'trailing-bytes', 24, /word of 16 bytes, but 3 bytes/],
  ])('says where it found %s', (_, hex, kind, offset, text) => {
    const bytes = hexBytes(hex);
    expect(faultOf(bytes)).toMatchObject({
      name: 'Hdf5Error',
      code: 'INVALID_DATA',
      retryable: false,
      message: expect.stringMatching(new RegExp(`^PACMAN message, byte ${offset}: .*${text.source}`)) as string,
    });
    expect(decodeMessage(bytes, { mode: 'lenient' }).problems).toEqual([
      { kind, offset, message: expect.stringMatching(text) as string },
    ]);
  });

  it('decodes what is whole, and lists every problem by its offset', () => {
    const lenient = decodeMessage(hexBytes(`4444431164000900 ${data} ${ping} ${data} 4444`), { mode: 'lenient' });
    expect(lenient.problems.map(({ kind, offset }) => [kind, offset])).toEqual([
      ['word-count', 6],
      ['unknown-word-type', 24],
      ['trailing-bytes', 56],
    ]);
    expect(lenient.message).toMatchObject({ type: 'data', seconds: 1_678_852_932, wordCount: 9 });
    expect(lenient.message?.words.map(({ type }) => type)).toEqual(['data', 'data']);
  });

  it('has no message where the header is short or its type unknown', () => {
    for (const hex of ['', '444443116400', `0044431164000100${data}`]) {
      expect(decodeMessage(hexBytes(hex), { mode: 'lenient' }).message).toBeUndefined();
    }
  });

  it('is the inverse of encoding', () => {
    assert(
      property(messages, (message) => {
        const bytes = encodeMessage(message);
        expect(decodeMessage(bytes)).toEqual(message);
        expect(encodeMessage(decodeMessage(bytes))).toEqual(bytes);
      }),
    );
  });

  it('throws exactly where the list of problems is not empty, and the first of them', () => {
    assert(
      property(messageBytes, (bytes) => {
        const { message, problems } = decodeMessage(bytes, { mode: 'lenient' });
        const fault = faultOf(bytes);
        expect(isHdf5Error(fault)).toBe(problems.length > 0);
        if (isHdf5Error(fault)) expect(fault.message).toContain(problems[0]?.message);
        else expect(decodeMessage(bytes)).toEqual(message);
      }),
      { numRuns: 500 },
    );
  });

  it('takes any bytes when it is lenient, and names offsets within the message', () => {
    assert(
      property(uint8Array({ maxLength: 200 }), messageBytes, (...all) => {
        for (const bytes of all) {
          const { problems } = decodeMessage(bytes, { mode: 'lenient' });
          for (const { offset } of problems) {
            expect(offset === 0 || (Number.isInteger(offset) && offset > 0 && offset < bytes.length)).toBe(true);
          }
          expect(problems.map(({ offset }) => offset)).toEqual(
            problems.map(({ offset }) => offset).toSorted((a, b) => a - b),
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});
