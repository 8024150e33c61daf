import { Hdf5Error } from '@h5tail/adapter';
import type { SessionChange } from './session-change.js';

type Check = 'text' | 'number' | 'object' | 'channels';
type Members = Readonly<Record<string, readonly [check: Check, presence: 'required' | 'optional']>>;

const required = (check: Check): readonly [Check, 'required'] => [check, 'required'];
const optional = (check: Check): readonly [Check, 'optional'] => [check, 'optional'];

const channelMembers: Members = {
  channel: required('text'),
  sampleRate: required('number'),
  dtype: optional('text'),
  units: optional('text'),
  start: optional('text'),
  type: optional('text'),
  chunk: optional('number'),
  compression: optional('number'),
  metadata: optional('object'),
};

const changes: Readonly<Record<SessionChange['kind'], Members>> = {
  'add-survey': { survey: required('text'), metadata: optional('object') },
  'add-station': { survey: optional('text'), station: required('text'), metadata: optional('object') },
  'add-run': {
    survey: optional('text'),
    station: required('text'),
    run: required('text'),
    metadata: optional('object'),
    channels: optional('channels'),
  },
  'add-channel': { survey: optional('text'), station: required('text'), run: required('text'), ...channelMembers },
  flush: {},
  describe: {},
};

/**
 * A change out of what another program has sent. Names and values are checked when it is carried out, here only that they are
 * there and of the right kind.
 *
 * @throws Hdf5Error `INVALID_DATA`.
 */
export function parseChange(value: unknown): SessionChange {
  const { kind, ...members } = requireObject(value, 'the change');
  if (typeof kind !== 'string' || !Object.hasOwn(changes, kind)) {
    throw refused(`there is no change ${JSON.stringify(kind)?.slice(0, 40) ?? 'without a kind'}`);
  }
  requireMembers(members, changes[kind as SessionChange['kind']], kind);
  return value as SessionChange;
}

function requireMembers(given: Readonly<Record<string, unknown>>, members: Members, what: string): void {
  const foreign = Object.keys(given).find((name) => !Object.hasOwn(members, name));
  if (foreign !== undefined) throw refused(`${what} has no ${JSON.stringify(foreign.slice(0, 40))}`);
  for (const [name, [check, presence]] of Object.entries(members)) {
    const value = given[name];
    if (value === undefined && presence === 'optional') continue;
    if (!fits(value, check))
      throw refused(`${name} of ${what} ${value === undefined ? 'is missing' : `is no ${words[check]}`}`);
    if (check === 'channels')
      for (const one of value as unknown[])
        requireMembers(requireObject(one, 'a channel'), channelMembers, 'a channel');
  }
}

const words: Readonly<Record<Check, string>> = { text: 'text', number: 'number', object: 'object', channels: 'list' };

function fits(value: unknown, check: Check): boolean {
  if (check === 'channels') return Array.isArray(value);
  if (check === 'object') return isObject(value);
  return typeof value === (check === 'text' ? 'string' : 'number');
}

function requireObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value;
  throw refused(`${what} is no object`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(what: string): Hdf5Error {
  return new Hdf5Error('INVALID_DATA', `a request was not understood: ${what}`, {
    remedy: 'Use the same version of h5tail on both sides',
  });
}
