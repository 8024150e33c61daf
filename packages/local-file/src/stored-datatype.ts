import type { Dtype } from '@h5tail/adapter';
import { ifReadable, Unreadable } from './byte-cursor.js';
import { datatypeOfMessage } from './datatype-of-message.js';
import { withMetadataOf, type MetadataSource } from './metadata-source.js';
import { headerMessages, isShared, messageType } from './object-header.js';
import { datatypeOfAttribute } from './stored-attribute.js';

const attempts = 3;

/**
 * The type of the elements of a dataset, or a named datatype, as the file stores it; read without HDF5.
 *
 * Sizes and places of members are those in the file, which differ from those in memory where a member is of variable
 * length. Numbers that do not fill their bytes, and floats of another layout than IEEE 754, come as class `unknown`
 * with words for what they are: `H5T_INTEGER with 12 of 16 bits`.
 *
 * @param objectAddress Address of the object header, from the file's base, as in an object reference.
 * @returns `undefined` for anything that cannot be read with certainty.
 */
export function readStoredDatatype(path: string, objectAddress: number): Dtype | undefined {
  return whenSettled(path, (source) => datatypeOfObject(source, objectAddress));
}

/**
 * The type of the elements of an attribute as the file stores it; see {@link readStoredDatatype}.
 *
 * @param objectAddress Address of the header of the object that has the attribute.
 */
export function readStoredAttributeDatatype(path: string, objectAddress: number, name: string): Dtype | undefined {
  return whenSettled(path, (source) => datatypeOfAttribute(source, objectAddress, name));
}

/** A writer may be in the middle of changing what is read; it is through with that in microseconds. */
function whenSettled(path: string, read: (source: MetadataSource) => Dtype): Dtype | undefined {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      const dtype = ifReadable(() => withMetadataOf(path, read));
      if (dtype !== undefined) return dtype;
    } catch {
      // A file that cannot be read tells nothing; opening it with HDF5 says why.
      return undefined;
    }
  }
  return undefined;
}

/** @throws Unreadable */
export function datatypeOfObject(source: MetadataSource, objectAddress: number): Dtype {
  for (const { type, flags, bytes } of headerMessages(source, objectAddress)) {
    if (type === messageType.datatype) return datatypeOfMessage(source, bytes, isShared(flags));
  }
  throw new Unreadable('no datatype');
}
