/**
 * Units as MTH5 writes them: long names, such as `milliVolt per kilometer`.
 *
 * Source: MTH5 0.6.5, mt_metadata 1.0.4: units of the SI with their prefixes, and a few of recorders. A long name begins
 * with a capital where its symbol is capital letters only (`Volt`, but `hertz` for Hz).
 *
 * @module
 */

/** What MTH5 writes for units that it does not know. */
export const unknownUnits = 'unknown';

const prefixes: Readonly<Record<string, string>> = {
  Y: 'yotta',
  Z: 'zetta',
  E: 'exa',
  P: 'peta',
  T: 'tera',
  G: 'giga',
  M: 'mega',
  k: 'kilo',
  h: 'hecto',
  da: 'deca',
  d: 'deci',
  c: 'centi',
  m: 'milli',
  '\u00b5': 'micro',
  '\u03bc': 'micro',
  u: 'micro',
  n: 'nano',
  p: 'pico',
  f: 'femto',
  a: 'atto',
  z: 'zepto',
  y: 'yocto',
};

/** Units that take a prefix, by symbol. */
const units: Readonly<Record<string, string>> = {
  m: 'meter',
  kg: 'kilogram',
  s: 'second',
  A: 'Ampere',
  K: 'Kelvin',
  mol: 'mole',
  cd: 'candela',
  rad: 'radian',
  Hz: 'hertz',
  N: 'Newton',
  J: 'Joule',
  W: 'Watt',
  Pa: 'pascal',
  V: 'Volt',
  '\u03a9': 'Ohm',
  '\u2126': 'Ohm',
  S: 'Siemens',
  Wb: 'weber',
  T: 'Tesla',
  H: 'Henry',
};

/** Units that take no prefix, and spellings in use besides symbols and long names; lower case. */
const spellings: Readonly<Record<string, string>> = {
  count: 'digital counts',
  counts: 'digital counts',
  samples: 'samples',
  c: 'celsius',
  celsius: 'celsius',
  coulomb: 'Coulomb',
  mv: 'milliVolt',
  uv: 'microVolt',
  nt: 'nanoTesla',
  metre: 'meter',
  kilometre: 'kilometer',
};

/** Long names by symbol, and by themselves in lower case; with every prefix and without one. */
const bySymbol = new Map<string, string>();
const byName = new Map<string, string>();

for (const [prefix, prefixName] of [['', ''], ...Object.entries(prefixes)] as [string, string][]) {
  for (const [unit, unitName] of Object.entries(units)) {
    const name = `${prefixName}${unitName}`;
    bySymbol.set(`${prefix}${unit}`, name);
    byName.set(name.toLowerCase(), name);
  }
}

/**
 * The long name that MTH5 has for units: `mV` is `milliVolt`, `mV/km` is `milliVolt per kilometer`, `counts` is
 * `digital counts`. Quotients are written with `/` or `per`, products with a space; brackets do not count. Long names are
 * known in any case. Symbols are taken as they are written, because `mT` and `MT` differ; where no unit is written so, a
 * single letter counts in any case, and so do the usual ones of magnetotellurics (`mv/km`, `nt`).
 *
 * What is not known, in whole or in part, is `unknown`; empty text stays empty.
 */
export function canonicalUnits(text: string): string {
  const given = text.replaceAll(/[[\]]/gu, ' ').trim();
  if (given === '') return '';
  const words = given.replaceAll(/\bdigital\s+(counts?)\b/giu, '$1');
  // The separators stay between the units, at the odd places, because the group captures them.
  const parts = words.split(/(\s*\/\s*|\s+per\s+|\s+)/iu);
  const long = parts.map((part, index) => (index % 2 === 0 ? longName(part) : separator(part)));
  return long.includes(undefined) ? unknownUnits : long.join('');
}

function longName(unit: string): string | undefined {
  const lower = unit.toLowerCase();
  return bySymbol.get(unit) ?? byName.get(lower) ?? ownSpelling(lower) ?? ofSingleLetter(unit);
}

function ownSpelling(lower: string): string | undefined {
  return Object.hasOwn(spellings, lower) ? spellings[lower] : undefined;
}

function ofSingleLetter(unit: string): string | undefined {
  return unit.length === 1 ? (bySymbol.get(unit.toUpperCase()) ?? bySymbol.get(unit.toLowerCase())) : undefined;
}

function separator(text: string): string {
  return text.trim() === '' ? ' ' : ' per ';
}
