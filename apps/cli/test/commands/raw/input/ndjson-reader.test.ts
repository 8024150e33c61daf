import { describe, expect, it } from 'vitest';
import { NdjsonReader } from '../../../../src/commands/raw/input/ndjson-reader.js';
import { catLines, inputLines, testMessages } from '../raw-files.js';
import { readInPieces } from './pieces.js';

const messages = testMessages(40);

function read(text: string | Uint8Array, size = 10) {
  return readInPieces(new NdjsonReader(), Buffer.from(text), size);
}

describe('NdjsonReader', () => {
  it.each([1, 2, 7, 1000, 65_536, 1_000_000])('reads the same messages from pieces of %d bytes', (size) => {
    expect(read(inputLines(messages), size)).toEqual({ messages, fault: undefined });
  });

  it('takes what raw cat prints, digits of both cases, and a last line without its end', () => {
    expect(read(catLines(messages, 12).join('\n'), 100)).toEqual({ messages, fault: undefined });
    expect(read('{"message":"aBFf","io_group":255}').messages).toEqual([
      { ioGroup: 255, bytes: Uint8Array.of(0xab, 0xff) },
    ]);
  });

  it('passes over lines of blanks, and ends of lines as of Windows', () => {
    const { messages: found, fault } = read(
      '\n{"io_group": 1, "message": ""}\r\n  \n\n{"io_group": 2, "message": "00"}',
    );
    expect(found).toEqual([
      { ioGroup: 1, bytes: new Uint8Array(0) },
      { ioGroup: 2, bytes: Uint8Array.of(0) },
    ]);
    expect(fault).toBeUndefined();
  });

  it('passes over a byte order mark, only at the beginning', () => {
    const line = '{"io_group": 1, "message": "0a"}\n';
    const one = { ioGroup: 1, bytes: Uint8Array.of(10) };
    for (const size of [1, 2, 3, 1000]) {
      expect(read(`\uFEFF${line}${line}`, size)).toEqual({ messages: [one, one], fault: undefined });
      expect(read('\uFEFF', size)).toEqual({ messages: [], fault: undefined });
      const { messages: found, fault } = read(`${line}\uFEFF${line}`, size);
      expect([found, fault?.place]).toEqual([[one], 2]);
    }
  });

  it('shows no character that a terminal would obey', () => {
    // What colours, moves the cursor or ends the line, as C0, DEL and C1, in texts and in keys.
    for (const character of ['\u001b', '\u0007', '\u007f', '\u009b', '\u2028']) {
      const number = `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
      expect(read(`x${character}[31m`).fault?.statement).toBe(`line 1: x${number}[31m is not JSON`);
      const inKey = JSON.stringify({ [character]: 1 }).replaceAll(number, character);
      const inMessage = JSON.stringify({ io_group: 1, message: `0${character}` });
      for (const input of [inKey, inMessage]) {
        expect(read(input).fault?.statement).toContain('\\u');
        expect(read(input).fault?.statement).not.toContain(character);
      }
    }
    expect(read('{"io_group": 1\r\n').fault?.statement).toBe('line 1: {"io_group": 1 is not JSON');
  });

  it.each([
    ['{"io_group": 1, "io_group": 2, "message": "00"}', '"io_group" is there twice'],
    ['{"message": "00", "io_group": 1, "message": "01"}', '"message" is there twice'],
    ['{"index": 1, "index": 1, "io_group": 1, "message": "00"}', '"index" is there twice'],
    ['{"message": "a:b", "io_group": 1, "message": "00"}', '"message" is there twice'],
    ['{"message": {"a": [1]}, "io_group": 1, "message": "00"}', '"message" is there twice'],
    ['{"io_group": 1, "io\\u005fgroup": 1, "message": "00"}', 'a key is there twice'],
    ['{"io_group": 1, "message": "a:"}', 'message "a:" has ":", which is no hexadecimal digit'],
    ['{"io_group": 1, "message": "0"}', 'message "0" has an odd number of hexadecimal digits'],
    ['{"io_group": 1, "message": "0g"}', 'message "0g" has "g", which is no hexadecimal digit'],
    ['{"io_group": 1, "message": "00 1"}', 'message "00 1" has " ", which is no hexadecimal digit'],
    ['{"io_group": 1, "message": 7}', 'message 7 is no text of hexadecimal digits'],
    ['{"io_group": 1, "message": null}', 'message null is no text of hexadecimal digits'],
    ['{"io_group": 1}', 'it has no message'],
    ['{"message": "00"}', 'it has no io_group'],
    ['{"io_group": 256, "message": "00"}', 'io_group 256 is no whole number from 0 to 255'],
    ['{"io_group": -1, "message": "00"}', 'io_group -1 is no whole number from 0 to 255'],
    ['{"io_group": 1.5, "message": "00"}', 'io_group 1.5 is no whole number from 0 to 255'],
    ['{"io_group": "1", "message": "00"}', 'io_group "1" is no whole number from 0 to 255'],
    ['{"io_group": true, "message": "00"}', 'io_group true is no whole number from 0 to 255'],
    ['{"io_group": 1, "message": "00", "time": 3}', 'unknown key "time"'],
    ['{"io_groups": 1, "message": "00"}', 'unknown key "io_groups"'],
    ['{"index": "x", "io_group": 1, "message": "00"}', 'index "x" is no whole number'],
    ['[1, "00"]', '[1, "00"] is no JSON object'],
    ['null', 'null is no JSON object'],
    ['{"io_group": 1, "message": "00"', '{"io_group": 1, "message": "00" is not JSON'],
    [`{"io_group": 1, "message": "${'0'.repeat(99)}"}`, /^message "0{39}… has an odd number of hexadecimal digits$/],
    [Uint8Array.of(0xff, 0x0a), 'it is not UTF-8 text'],
  ])('refuses %s with its line, and has what stands before it', (line, wrong) => {
    const before = '{"io_group": 3, "message": "0102"}\n\n';
    const text = Buffer.concat([
      Buffer.from(before),
      Buffer.from(line),
      Buffer.from('\n{"io_group": 4, "message": ""}'),
    ]);
    for (const size of [1, 10, 1000]) {
      const { messages: found, fault } = read(text, size);
      expect(found).toEqual([{ ioGroup: 3, bytes: Uint8Array.of(1, 2) }]);
      expect(fault?.place).toBe(3);
      const statement = fault?.statement ?? '';
      expect(statement.slice(0, 8)).toBe('line 3: ');
      if (typeof wrong === 'string') expect(statement.slice(8)).toBe(wrong);
      else expect(statement.slice(8)).toMatch(wrong);
    }
  });

  it('tells what is unfinished', () => {
    const reader = new NdjsonReader();
    reader.push(Buffer.from('{"io_group": 1, "message": ""}\n{"io'));
    expect(reader.unfinishedBytes).toBe(4);
  });
});
