import { requireComponent } from '../channel-type.js';
import { objectName } from '../names.js';
import type { Where } from '../refusal.js';
import { dateText, instantText, parseInstant } from '../time.js';
import { canonicalUnits, unknownUnits } from '../units.js';
import type { Key } from './key.js';
import { keyRefusal, type Place } from './key-refusal.js';

/**
 * Text to be written as a key has it: times, units, ids and the words of an enumeration in MTH5's form.
 *
 * @throws Hdf5Error `INVALID_DATA` where MTH5 could not read it.
 */
export function writtenText(key: Key, value: string, place: Place): string {
  if (/[\0\p{Surrogate}]/u.test(value)) throw keyRefusal(place, value, 'text that HDF5 can hold');
  if (key.allowed !== undefined) return allowedWord(key.allowed, value, place);
  if (key.check === 'units') return canonicalUnits(value);
  return timeText(key, value, place) ?? nameText(key, value, place.where) ?? value;
}

/**
 * Text that was read from a file, as far as its key has a form for it. Ids and words that MTH5 would not take stay as they
 * are, and so do units that it does not know: a file is to be shown as it is.
 *
 * @throws Hdf5Error `INVALID_DATA` for a time that is none.
 */
export function readText(key: Key, value: string, place: Place): string {
  if (key.allowed !== undefined)
    return likeWord(key.allowed, value) ?? (key.allowed.length === 1 ? key.allowed[0] : undefined) ?? value;
  if (key.check === 'units') return knownUnits(value);
  return timeText(key, value, place) ?? value;
}

function timeText(key: Key, value: string, place: Place): string | undefined {
  if (key.check !== 'time' && key.check !== 'date') return undefined;
  try {
    const instant = parseInstant(value);
    return key.check === 'time' ? instantText(instant) : dateText(instant);
  } catch {
    throw keyRefusal(place, value, 'a time of ISO 8601, for example 2026-03-01T12:00:00+00:00');
  }
}

/** The normalised name where the key holds one. Empty ids stand for objects that have no name yet. */
function nameText(key: Key, value: string, where: Where): string | undefined {
  if (value === '') return value;
  switch (key.check) {
    case 'survey id':
      return objectName('survey', value, where);
    case 'station id':
      return objectName('station', value, where);
    case 'run id':
      return objectName('run', value, where);
    case 'filter name':
      return objectName('filter', value, where);
    case 'electric component':
      return requireComponent('electric', value, where);
    case 'magnetic component':
      return requireComponent('magnetic', value, where);
    case 'auxiliary component':
      return requireComponent('auxiliary', value, where);
    default:
      return undefined;
  }
}

function allowedWord(allowed: readonly string[], value: string, place: Place): string {
  const word = likeWord(allowed, value);
  if (word === undefined) throw keyRefusal(place, value, `one of ${allowed.join(', ')}`);
  return word;
}

function likeWord(allowed: readonly string[], value: string): string | undefined {
  return allowed.find((word) => word.toLowerCase() === value.toLowerCase());
}

function knownUnits(value: string): string {
  const units = canonicalUnits(value);
  return units === unknownUnits ? value : units;
}
