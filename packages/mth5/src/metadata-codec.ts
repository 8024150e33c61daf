import {
  completeChannelMetadata,
  decodeChannelMetadata,
  encodeChannelMetadata,
} from './model/metadata/channel-metadata.js';
import type { ChannelMetadata, ChannelMetadataInput } from './model/metadata/channel-schemas.js';
import { completeMetadata } from './model/metadata/complete.js';
import { decodeMetadata } from './model/metadata/decode.js';
import { encodeMetadata } from './model/metadata/encode.js';
import type { InputOf, MetadataOf, Schema } from './model/metadata/schema.js';
import type { StoredAttribute } from './model/metadata/stored-attribute.js';
import type { Where } from './model/refusal.js';

/** How the metadata of one kind of object become attributes, and back. */
export interface MetadataCodec<Metadata, Input> {
  /** @throws Hdf5Error `INVALID_DATA`. */
  readonly complete: (input: Input, where: Where) => Metadata;
  readonly encode: (metadata: Metadata) => readonly StoredAttribute[];
  /** @throws Hdf5Error `INVALID_DATA`. */
  readonly decode: (stored: ReadonlyMap<string, unknown>, where: Where) => Metadata;
}

/** Metadata that have one schema. */
export function codecOf<SomeSchema extends Schema>(
  schema: SomeSchema,
): MetadataCodec<MetadataOf<SomeSchema>, InputOf<SomeSchema>> {
  return {
    complete: (input, where) => completeMetadata(schema, input, where),
    encode: (metadata) => encodeMetadata(schema, metadata),
    decode: (stored, where) => decodeMetadata(schema, stored, where),
  };
}

/** Those of channels have one of three schemas. */
export const channelCodec: MetadataCodec<ChannelMetadata, ChannelMetadataInput> = {
  complete: completeChannelMetadata,
  encode: encodeChannelMetadata,
  decode: decodeChannelMetadata,
};
