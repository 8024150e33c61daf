/**
 * Names of surveys, stations, runs, channels and filters.
 *
 * MTH5 takes names that it cannot read afterwards: a hyphen in the id of a station leaves a group without attributes, a
 * slash makes groups within groups. Here such names are refused before anything is written.
 *
 * Source: MTH5 0.6.5, mt_metadata 1.0.4; lengths from the columns of `channel_summary`.
 *
 * @module
 */
import { refusal, type Where } from './refusal.js';

/** What a name is for. */
export type NamedKind = 'survey' | 'station' | 'run' | 'channel' | 'filter';

interface NameRule {
  /** Pattern of the whole name after normalisation. */
  readonly pattern: RegExp;
  /** Characters that the pattern does not let in. */
  readonly foreign: RegExp;
  /** What the pattern lets in, in words. */
  readonly letters: string;
  /** Longest name in bytes: the width of its column in `channel_summary`. */
  readonly maxBytes: number;
  /** Names that mean something else in this place, in lower case; MTH5 passes over them in any case. */
  readonly reserved: ReadonlySet<string>;
  readonly example: string;
}

const wordRule = { pattern: /^\w+$/u, foreign: /\W/gu, letters: 'letters, digits and underscores' };

const rules: Readonly<Record<Exclude<NamedKind, 'filter'>, NameRule>> = {
  survey: {
    pattern: /^[\w-]+$/u,
    foreign: /[^\w-]/gu,
    letters: 'letters, digits, underscores and hyphens',
    maxBytes: 30,
    reserved: new Set(),
    example: 'survey_1',
  },
  station: { ...wordRule, maxBytes: 30, reserved: new Set(), example: 'MT001' },
  run: {
    ...wordRule,
    maxBytes: 20,
    // A station's own groups, which stand beside its runs.
    reserved: new Set(['transfer_functions', 'fourier_coefficients', 'features']),
    example: 'sr100_0001',
  },
  // A run's group of features stands beside its channels.
  channel: { ...wordRule, maxBytes: 20, reserved: new Set(['features']), example: 'ex' },
};

/**
 * The name under which MTH5 keeps an object: spaces become underscores and commas go; channels are in lower case besides.
 * Filters keep spaces and commas, are in lower case, and `/` becomes ` per `.
 *
 * @throws Hdf5Error `INVALID_DATA` for a name that MTH5 would not take or could not find again: empty; with a slash, a dot,
 * or, but for surveys, a hyphen; with letters beyond ASCII; reserved; or longer than its column of `channel_summary`
 * (survey and station 30 bytes, run and channel 20). The remedy suggests a name.
 */
export function objectName(kind: NamedKind, given: string, where?: Where): string {
  return kind === 'filter' ? filterName(given, where) : plainName(kind, given, where);
}

/**
 * The id for a run that follows another one: a number at the end counted up with its width kept (`sr100_0001` to
 * `sr100_0002`, `009` to `010`), else one or two letters at the end that stand alone or behind a digit or an underscore
 * (`a` to `b`, `mt01z` to `mt01aa`), else the id with `_2`. Ids that are taken are passed over. Where the id would become
 * too long for a run, what stands before the counter is shortened.
 *
 * @throws RangeError where the counter alone would be longer than an id may be.
 */
export function nextRunId(id: string, taken: Iterable<string>): string {
  const all = new Set(taken);
  const { maxBytes, reserved } = rules.run;
  const { stem, counters } = runCounter(id);
  for (const counter of counters) {
    if (counter.length > maxBytes) break;
    const next = `${stem.slice(0, maxBytes - counter.length)}${counter}`;
    if (next !== id && !all.has(next) && !reserved.has(next.toLowerCase())) return next;
  }
  throw new RangeError(`No id follows ${JSON.stringify(id)}`);
}

function plainName(kind: Exclude<NamedKind, 'filter'>, given: string, where: Where | undefined): string {
  const normal = given.replaceAll(' ', '_').replaceAll(',', '');
  const name = kind === 'channel' ? normal.toLowerCase() : normal;
  const fault = faultOf(rules[kind], name);
  if (fault === undefined) return name;
  throw refusal(`${JSON.stringify(given)} cannot be the name of a ${kind}: ${fault}`, suggestion(kind, name), where);
}

function faultOf(rule: NameRule, name: string): string | undefined {
  if (name === '') return 'it is empty';
  if (!rule.pattern.test(name)) return `MTH5 allows only ${rule.letters}`;
  if (rule.reserved.has(name.toLowerCase())) return 'MTH5 keeps other things under this name';
  // The pattern lets in ASCII only, so there are as many bytes as characters.
  if (name.length > rule.maxBytes) return `its column of channel_summary holds ${rule.maxBytes} bytes`;
  return undefined;
}

function suggestion(kind: Exclude<NamedKind, 'filter'>, name: string): string {
  const rule = rules[kind];
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(rule.foreign, '_')
    .slice(0, rule.maxBytes);
  const near = rule.reserved.has(plain.toLowerCase()) ? `${plain.slice(0, rule.maxBytes - 2)}_1` : plain;
  return `Name it for example ${JSON.stringify(/[a-z0-9]/iu.test(near) ? near : rule.example)}`;
}

function filterName(given: string, where: Where | undefined): string {
  const name = given.replaceAll('/', ' per ').toLowerCase();
  const fault =
    name.trim() === ''
      ? 'it is empty'
      : name === '.' || name === '..'
        ? 'HDF5 does not tell it from a path'
        : /[\0\p{Surrogate}]/u.test(name)
          ? 'it has a character that HDF5 cannot hold'
          : undefined;
  if (fault === undefined) return name;
  throw refusal(
    `${JSON.stringify(given)} cannot be the name of a filter: ${fault}`,
    'Name it for example "counts to volts"',
    where,
  );
}

/** What stays of an id, and what it may end with instead, in order. */
function runCounter(id: string): { stem: string; counters: Iterable<string> } {
  const digits = /\d+$/u.exec(id)?.[0];
  if (digits !== undefined) return { stem: id.slice(0, -digits.length), counters: numbersAfter(digits) };
  const letters = /(?<![a-zA-Z])(?:[a-z]{1,2}|[A-Z]{1,2})$/u.exec(id)?.[0];
  if (letters !== undefined) return { stem: id.slice(0, -letters.length), counters: lettersAfter(letters) };
  return { stem: id, counters: numbersAfter('1', '_') };
}

function* numbersAfter(digits: string, before = ''): Generator<string> {
  for (let number = BigInt(digits) + 1n; ; number += 1n) {
    yield `${before}${String(number).padStart(digits.length, '0')}`;
  }
}

function* lettersAfter(letters: string): Generator<string> {
  for (let next = letterAfter(letters); ; next = letterAfter(next)) yield next;
}

/** `a` to `b`, `z` to `aa`, `az` to `ba`. */
function letterAfter(letters: string): string {
  const rest = letters.slice(0, -1);
  const last = letters.slice(-1);
  if (last !== 'z' && last !== 'Z') return `${rest}${String.fromCharCode(last.charCodeAt(0) + 1)}`;
  const first = last === 'z' ? 'a' : 'A';
  return `${rest === '' ? first : letterAfter(rest)}${first}`;
}
