import { describe, expect, it } from 'vitest';
import { fixed, text, type KeyCheck } from '../../../src/model/metadata/key.js';
import { readText, writtenText } from '../../../src/model/metadata/text-check.js';
import { refused } from '../refused.js';

const place = { name: 'k', where: {} };
const checked = (check: KeyCheck) => text('something', '', { check });
const colour = text('a colour', 'red', { allowed: ['red', 'Green'] });

describe('writtenText and readText', () => {
  it.each<[KeyCheck, string, string, string]>([
    ['time', '2026-03-01', '2026-03-01T00:00:00+00:00', '2026-03-01T00:00:00+00:00'],
    ['date', '2026-03-01T05:00:00Z', '2026-03-01', '2026-03-01'],
    ['units', 'nT', 'nanoTesla', 'nanoTesla'],
    ['units', 'furlong', 'unknown', 'furlong'],
    ['survey id', 'a b,c', 'a_bc', 'a b,c'],
    ['run id', '', '', ''],
    ['electric component', 'Ex', 'ex', 'Ex'],
    ['filter name', 'V/nT', 'v per nt', 'V/nT'],
  ])('take as %s %j for %j, and read it as %j', (check, given, written, shown) => {
    expect(writtenText(checked(check), given, place)).toBe(written);
    expect(readText(checked(check), given, place)).toBe(shown);
  });

  it.each<[KeyCheck, string]>([
    ['survey id', 'a.b'],
    ['station id', 'a-b'],
    ['run id', 'a/b'],
    ['filter name', '.'],
    ['electric component', 'hx'],
    ['magnetic component', 'ex'],
    ['auxiliary component', 'a.b'],
  ])('refuse to write as %s %j, and show it', (check, given) => {
    refused(() => writtenText(checked(check), given, place));
    expect(readText(checked(check), given, place)).toBe(given);
  });

  it('refuse a time that is none', () => {
    for (const call of [writtenText, readText]) refused(() => call(checked('time'), 'soon', place));
  });

  it('know the words of an enumeration in any case', () => {
    expect(writtenText(colour, 'GREEN', place)).toBe('Green');
    expect(readText(colour, 'RED', place)).toBe('red');
    expect(refused(() => writtenText(colour, 'blue', place)).remedy).toContain('one of red, Green');
    expect(readText(colour, 'blue', place)).toBe('blue');
    expect(readText(fixed('the one', 'red'), 'blue', place)).toBe('red');
  });
});
