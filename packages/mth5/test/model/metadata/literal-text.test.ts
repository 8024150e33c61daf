import { assert, jsonValue, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLiteral } from '../../../src/model/metadata/literal-text.js';

describe('parseLiteral', () => {
  it.each<[string, unknown]>([
    ['["a", "b"]', ['a', 'b']],
    ["['a', 'b']", ['a', 'b']],
    ["[ 'a' , \"it's\" , ]", ['a', "it's"]],
    ["['it\\'s', '\\xe9\\u20ac\\U0001f600\\r\\n\\t\\\\', '\\X\\Ud']", ["it's", 'é€😀\r\n\t\\', 'XUd']],
    ["['\\ud83d\\ude00', '\\U0010ffff', '\\U00110000']", ['😀', '\u{10ffff}', 'U00110000']],
    ["('a',)", ['a']],
    ['()', []],
    [
      "{'applied': True, 'stage': None, 'gain': -1.5e3, 'names': ['x', False]}",
      { applied: true, stage: null, gain: -1500, names: ['x', false] },
    ],
    ['[True]', [true]],
    ["'a'", 'a'],
    ['{}', {}],
  ])('reads %s', (text, value) => {
    expect(parseLiteral(text)).toEqual(value);
  });

  it.each([
    '',
    '[',
    ']',
    "['a'",
    "['a' 'b']",
    "['a'] x",
    '[,]',
    "{'a'}",
    "{'a': }",
    '{1: 2}',
    '[a]',
    "['a",
    ':',
    '[nan]',
  ])('does not read %j', (text) => {
    expect(parseLiteral(text)).toBeUndefined();
  });

  it('does not go down endlessly', () => {
    expect(parseLiteral(`${'['.repeat(100)}'a'${']'.repeat(100)}`)).toBeDefined();
    expect(parseLiteral(`${'['.repeat(101)}'a'${']'.repeat(101)}`)).toBeUndefined();
    expect(parseLiteral('['.repeat(1_000_000))).toBeUndefined();
  });

  it('reads JSON', () => {
    assert(
      property(jsonValue(), (value) => {
        expect(parseLiteral(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('throws for no text', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        parseLiteral(`[${text}`);
        parseLiteral(text);
      }),
    );
  });
});
