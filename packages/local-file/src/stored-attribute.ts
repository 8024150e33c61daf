import type { Dtype } from '@h5tail/adapter';
import { ByteCursor, Unreadable } from './byte-cursor.js';
import { datatypeOfMessage } from './datatype-of-message.js';
import { denseAttributes } from './dense-attributes.js';
import type { MetadataSource } from './metadata-source.js';
import { headerMessages, isShared, messageType } from './object-header.js';

/**
 * The dtype of an attribute of the object at an address.
 *
 * @throws Unreadable also where there is no attribute of this name.
 */
export function datatypeOfAttribute(source: MetadataSource, objectAddress: number, name: string): Dtype {
  let unreadable = false;
  for (const { type, flags, bytes } of headerMessages(source, objectAddress)) {
    if (type === messageType.attribute) {
      // One in the table of shared messages: its name is not known, so this may be the one.
      if (isShared(flags)) unreadable = true;
      else {
        const attribute = parseAttribute(bytes);
        if (attribute.name === name) return datatypeOfMessage(source, attribute.datatype, attribute.shared);
      }
    }
    if (type === messageType.attributeInfo) {
      for (const stored of denseAttributes(source, bytes, name)) {
        const attribute = parseAttribute(stored);
        if (attribute.name === name) return datatypeOfMessage(source, attribute.datatype, attribute.shared);
      }
    }
  }
  throw new Unreadable(unreadable ? 'the attribute may be a shared one' : 'no such attribute');
}

interface StoredAttribute {
  readonly name: string;
  readonly datatype: Uint8Array;
  readonly shared: boolean;
}

/** Source: HDF5 File Format Specification 3.0, IV.A.2.m "The Attribute Message", versions 1 to 3. */
function parseAttribute(bytes: Uint8Array): StoredAttribute {
  const cursor = new ByteCursor(bytes);
  const version = cursor.unsigned(1);
  if (version < 1 || version > 3) throw new Unreadable('an attribute of unknown version');
  const flags = cursor.unsigned(1);
  const [nameSize, datatypeSize] = [cursor.unsigned(2), cursor.unsigned(2)];
  cursor.skip(version === 3 ? 3 : 2);
  const name = new ByteCursor(cursor.take(nameSize)).text();
  if (version === 1) cursor.skip((8 - (nameSize % 8)) % 8);
  return { name, datatype: cursor.take(datatypeSize), shared: version > 1 && (flags & 0x01) !== 0 };
}
