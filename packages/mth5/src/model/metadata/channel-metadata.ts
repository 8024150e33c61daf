import { channelTypeOf, type ChannelType } from '../channel-type.js';
import type { Where } from '../refusal.js';
import {
  auxiliarySchema,
  electricSchema,
  magneticSchema,
  type ChannelMetadata,
  type ChannelMetadataInput,
} from './channel-schemas.js';
import { completeMetadata } from './complete.js';
import { decodeMetadata } from './decode.js';
import { encodeMetadata } from './encode.js';
import { keyRefusal } from './key-refusal.js';
import type { StoredAttribute } from './stored-attribute.js';
import { plainValue } from './stored-value.js';

/**
 * Metadata of a channel ready to be written, by the schema of its type: the given `type`, else what the component tells.
 *
 * @throws Hdf5Error `INVALID_DATA`; see `completeMetadata`.
 */
export function completeChannelMetadata(input: ChannelMetadataInput, where: Where = {}): ChannelMetadata {
  const { type, ...rest } = input;
  switch (givenType(type, where) ?? channelTypeOf(input.component ?? '')) {
    case 'electric':
      return completeMetadata(electricSchema, rest, where);
    case 'magnetic':
      return completeMetadata(magneticSchema, rest, where);
    case 'auxiliary':
      return completeMetadata(auxiliarySchema, rest, where);
  }
}

/** The attributes of a channel, as MTH5 stores them; see `encodeMetadata`. */
export function encodeChannelMetadata(metadata: ChannelMetadata): readonly StoredAttribute[] {
  switch (metadata.type) {
    case 'electric':
      return encodeMetadata(electricSchema, metadata);
    case 'magnetic':
      return encodeMetadata(magneticSchema, metadata);
    case 'auxiliary':
      return encodeMetadata(auxiliarySchema, metadata);
  }
}

/**
 * The metadata of a channel. Its type is what `mth5_type` says, as in MTH5, else `type`, else what the component tells.
 *
 * @throws Hdf5Error `INVALID_DATA`; see `decodeMetadata`.
 */
export function decodeChannelMetadata(stored: ReadonlyMap<string, unknown>, where?: Where): ChannelMetadata {
  const ofKey = (name: string): ChannelType | undefined => knownType(plainValue(stored.get(name)));
  switch (ofKey('mth5_type') ?? ofKey('type') ?? channelTypeOf(String(plainValue(stored.get('component')) ?? ''))) {
    case 'electric':
      return decodeMetadata(electricSchema, stored, where);
    case 'magnetic':
      return decodeMetadata(magneticSchema, stored, where);
    case 'auxiliary':
      return decodeMetadata(auxiliarySchema, stored, where);
  }
}

/** Callers may be without types, so the word is looked at; undefined where none is given. */
function givenType(type: unknown, where: Where): ChannelType | undefined {
  if (type === undefined || type === null) return undefined;
  const known = knownType(type);
  if (known === undefined) throw keyRefusal({ name: 'type', where }, type, 'electric, magnetic or auxiliary');
  return known;
}

function knownType(value: unknown): ChannelType | undefined {
  const word = typeof value === 'string' ? value.toLowerCase() : undefined;
  return word === 'electric' || word === 'magnetic' || word === 'auxiliary' ? word : undefined;
}
