import { array, assert, nat, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchRows } from '../../src/reading/batch-rows.js';

const mebi = 2 ** 20;

describe('rows of a batch', () => {
  it('are as many as somebody chose, whatever they are', () => {
    const rows = new BatchRows(7);
    rows.took(7, 100 * mebi);
    expect(rows.next).toBe(7);
  });

  it('grow by steps to about 4 MiB', () => {
    const rows = new BatchRows(undefined);
    const seen = [rows.next];
    for (let i = 0; i < 4; i++) {
      rows.took(rows.next, 400 * rows.next);
      seen.push(rows.next);
    }
    expect(seen).toEqual([1024, 4096, 10_485, 10_485, 10_485]);
  });

  it('shrink at once, and never to none', () => {
    const rows = new BatchRows(undefined);
    rows.took(1024, 1024 * mebi);
    expect(rows.next).toBe(4);
    rows.took(1, 100 * mebi);
    expect(rows.next).toBe(1);
    rows.took(1, 100);
    expect(rows.next).toBe(4);
  });

  it('are 65,536 at most, also of empty messages', () => {
    const rows = new BatchRows(undefined);
    for (let i = 0; i < 9; i++) rows.took(rows.next, 0);
    expect(rows.next).toBe(65_536);
  });

  it('are a whole number from 1 to 65,536, whatever came', () => {
    const check = property(array(tuple(nat(70_000), nat()), { maxLength: 20 }), (steps) => {
      const rows = new BatchRows(undefined);
      for (const [messages, bytes] of steps) {
        rows.took(messages, messages === 0 ? 0 : bytes);
        expect(Number.isInteger(rows.next) && rows.next >= 1 && rows.next <= 65_536).toBe(true);
      }
    });
    assert(check);
  });

  it.each([0, -1, 1.5, NaN, Infinity])('are not %d', (fixed) => {
    expect(() => new BatchRows(fixed)).toThrow(RangeError);
  });
});
