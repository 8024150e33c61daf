import { assert, jsonValue, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pythonJson, type JsonValue } from '../../../src/model/metadata/python-json.js';

describe('pythonJson', () => {
  it.each<[JsonValue, string]>([
    [[], '[]'],
    [{}, '{}'],
    [['ex', 'ey'], '["ex", "ey"]'],
    [[{ a: true, b: null }], '[{"a": true, "b": null}]'],
    ['é€😀\u007f"\\\n', '"\\u00e9\\u20ac\\ud83d\\ude00\\u007f\\"\\\\\\n"'],
    [1.5, '1.5'],
  ])('writes %j as Python does', (value, text) => {
    expect(pythonJson(value)).toBe(text);
  });

  it('is JSON, and ASCII', () => {
    assert(
      property(jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = pythonJson(value as JsonValue);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text).toMatch(/^[ -~]*$/u);
      }),
    );
  });
});
