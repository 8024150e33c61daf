import { assert, constantFrom, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalUnits } from '../../src/model/units.js';

const known: readonly (readonly [string, string])[] = [
  ['mV', 'milliVolt'],
  ['mv', 'milliVolt'],
  ['MV', 'megaVolt'],
  ['V', 'Volt'],
  ['v', 'Volt'],
  ['uV', 'microVolt'],
  ['\u00b5V', 'microVolt'],
  ['\u03bcV', 'microVolt'],
  ['mV/km', 'milliVolt per kilometer'],
  ['mv/km', 'milliVolt per kilometer'],
  ['[mV]/[km]', 'milliVolt per kilometer'],
  ['mV / km', 'milliVolt per kilometer'],
  ['mV per km', 'milliVolt per kilometer'],
  ['MilliVolt Per Kilometer', 'milliVolt per kilometer'],
  ['millivolt per kilometer', 'milliVolt per kilometer'],
  ['V/m', 'Volt per meter'],
  ['nT', 'nanoTesla'],
  ['nt', 'nanoTesla'],
  ['nanotesla', 'nanoTesla'],
  ['pT', 'picoTesla'],
  ['nT/s', 'nanoTesla per second'],
  ['mV/nT', 'milliVolt per nanoTesla'],
  ['A/m', 'Ampere per meter'],
  ['counts', 'digital counts'],
  ['count', 'digital counts'],
  ['Counts', 'digital counts'],
  ['digital counts', 'digital counts'],
  ['Digital Count', 'digital counts'],
  ['counts/mV', 'digital counts per milliVolt'],
  ['digital counts per Volt', 'digital counts per Volt'],
  ['K', 'Kelvin'],
  ['kelvin', 'Kelvin'],
  ['C', 'celsius'],
  ['celsius', 'celsius'],
  ['Celsius', 'celsius'],
  ['Hz', 'hertz'],
  ['ohm', 'Ohm'],
  ['\u03a9', 'Ohm'],
  ['ohm m', 'Ohm meter'],
  ['s', 'second'],
  ['m', 'meter'],
  ['km', 'kilometer'],
  ['rad', 'radian'],
  ['hPa', 'hectopascal'],
  ['samples', 'samples'],
  ['unknown', 'unknown'],
];

describe('canonicalUnits', () => {
  it.each(known)('writes %s as %s', (given, long) => {
    expect(canonicalUnits(given)).toBe(long);
  });

  it.each(['furlong', 'ft', 'none', 'mV/furlong', 'mV//km', '/', 'toString', 'constructor', '%'])(
    'does not know %s',
    (text) => {
      expect(canonicalUnits(text)).toBe('unknown');
    },
  );

  it('leaves empty text empty', () => {
    expect(canonicalUnits('')).toBe('');
    expect(canonicalUnits('  ')).toBe('');
  });

  it('leaves its own words as they are, in any case', () => {
    assert(
      property(constantFrom(...known), ([given]) => {
        const long = canonicalUnits(given);
        expect(canonicalUnits(long)).toBe(long);
        expect(canonicalUnits(long.toUpperCase())).toBe(long);
      }),
    );
  });
});
