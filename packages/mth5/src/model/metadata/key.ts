/**
 * The language in which the schemas of metadata are written: what one key holds.
 *
 * @module
 */
import type { AppliedFilter } from './applied-filters.js';

/** How a value is stored: text, float64, int64, boolean, or JSON text of strings or of filters. */
export type KeyKind = 'text' | 'number' | 'integer' | 'boolean' | 'list' | 'filters';

/** Whether a key is always written, or only where it has a value. */
export type KeyPresence = 'default' | 'optional';

/** What a value has to be besides being of its kind. */
export type KeyCheck =
  | 'time'
  | 'date'
  | 'units'
  | 'latitude'
  | 'longitude'
  | 'rate'
  | 'data level'
  | 'survey id'
  | 'station id'
  | 'run id'
  | 'filter name'
  | 'electric component'
  | 'magnetic component'
  | 'auxiliary component';

/** What can be said of a key besides its kind. */
export interface KeyDetails {
  /** Units of a number. */
  readonly units?: string;
  readonly check?: KeyCheck;
  /** The values there are, as they are written; given ones count in any case. */
  readonly allowed?: readonly string[];
}

/** One key of a schema. */
export interface Key<Value = unknown, Presence extends KeyPresence = KeyPresence> extends KeyDetails {
  readonly kind: KeyKind;
  readonly presence: Presence;
  /** What is written where no value is given; undefined for an optional key. */
  readonly initial: Value | undefined;
  /** What it is, in one line. */
  readonly about: string;
}

/** The keys of a schema by their names on disk. */
export type Keys = Readonly<Record<string, Key>>;

export function text(about: string, initial = '', details: KeyDetails = {}): Key<string, 'default'> {
  return { kind: 'text', presence: 'default', initial, about, ...details };
}

/** Text that can only be this. */
export function fixed<const Value extends string>(about: string, value: Value): Key<Value, 'default'> {
  return { kind: 'text', presence: 'default', initial: value, about, allowed: [value] };
}

export function number(about: string, details: KeyDetails = {}, initial = 0): Key<number, 'default'> {
  return { kind: 'number', presence: 'default', initial, about, ...details };
}

export function integer(about: string, initial = 0, details: KeyDetails = {}): Key<number, 'default'> {
  return { kind: 'integer', presence: 'default', initial, about, ...details };
}

/** A whole number or none, which is always written. */
export function integerOrNone(about: string): Key<number | null, 'default'> {
  return { kind: 'integer', presence: 'default', initial: null, about };
}

export function list(about: string): Key<readonly string[], 'default'> {
  return { kind: 'list', presence: 'default', initial: [], about };
}

export function filters(about: string): Key<readonly AppliedFilter[], 'default'> {
  return { kind: 'filters', presence: 'default', initial: [], about };
}

export function optionalText(about: string, details: KeyDetails = {}): Key<string, 'optional'> {
  return { kind: 'text', presence: 'optional', initial: undefined, about, ...details };
}

export function optionalNumber(about: string, details: KeyDetails = {}): Key<number, 'optional'> {
  return { kind: 'number', presence: 'optional', initial: undefined, about, ...details };
}

export function optionalInteger(about: string): Key<number, 'optional'> {
  return { kind: 'integer', presence: 'optional', initial: undefined, about };
}

export function optionalBoolean(about: string): Key<boolean, 'optional'> {
  return { kind: 'boolean', presence: 'optional', initial: undefined, about };
}

/** Keys whose names begin with a prefix and a dot. */
export type Prefixed<Prefix extends string, Some extends Keys> = {
  readonly [Name in keyof Some & string as `${Prefix}.${Name}`]: Some[Name];
};

/** The same keys one level down: `latitude` within `location` is `location.latitude`. */
export function within<const Prefix extends string, Some extends Keys>(
  prefix: Prefix,
  keys: Some,
): Prefixed<Prefix, Some> {
  const entries = Object.entries(keys).map(([name, key]) => [`${prefix}.${name}`, key]);
  return Object.fromEntries(entries) as Prefixed<Prefix, Some>;
}
