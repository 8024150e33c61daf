import { ByteCursor, ifReadable, Unreadable } from './byte-cursor.js';
import { withMetadataOf } from './metadata-source.js';
import { headerMessages, isShared, messageType } from './object-header.js';

/**
 * The fill value that a dataset was created with, as stored, in the dataset's own type; read without HDF5.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.2.e "The Data Storage - Fill Value (Old) Message" and IV.A.2.f "The Data
 * Storage - Fill Value Message".
 *
 * @param objectAddress Address of the object header, from the file's base, as in an object reference.
 * @returns `undefined` where none was given, so that elements that were never written are zero, and for anything that cannot
 * be read with certainty.
 */
export function readStoredFillValue(path: string, objectAddress: number): Uint8Array | undefined {
  try {
    return ifReadable(() =>
      withMetadataOf(path, (source) => {
        let old: Uint8Array | undefined;
        for (const { type, flags, bytes } of headerMessages(source, objectAddress)) {
          if (type !== messageType.fillValue && type !== messageType.oldFillValue) continue;
          if (isShared(flags)) throw new Unreadable('a message that is stored elsewhere');
          if (type === messageType.fillValue) return fillValueOf(bytes);
          old = sized(new ByteCursor(bytes));
        }
        return old;
      }),
    );
  } catch {
    // A file that cannot be read tells nothing; opening it with HDF5 says why.
    return undefined;
  }
}

function fillValueOf(bytes: Uint8Array): Uint8Array | undefined {
  const cursor = new ByteCursor(bytes);
  const version = cursor.unsigned(1);
  if (version === 3) {
    const hasValue = (cursor.unsigned(1) & 0x20) !== 0;
    return hasValue ? sized(cursor) : undefined;
  }
  if (version !== 1 && version !== 2) throw new Unreadable('an odd fill value');
  // When space is taken, and when fill values are written.
  cursor.skip(2);
  const isDefined = cursor.unsigned(1) !== 0;
  return isDefined ? sized(cursor) : undefined;
}

/** A size of zero stands for the default, zeros. */
function sized(cursor: ByteCursor): Uint8Array | undefined {
  const size = cursor.unsigned(4);
  return size === 0 ? undefined : cursor.take(size);
}
