import type { Dtype } from '@h5tail/adapter';
import { Unreadable } from './byte-cursor.js';
import { parseDatatypeMessage } from './datatype-message.js';
import type { MetadataSource } from './metadata-source.js';
import { headerMessages, isShared, messageType } from './object-header.js';
import { addressOfShared } from './shared-message.js';

/**
 * The dtype of a datatype message, or of the committed datatype that it leads to.
 *
 * @param shared Whether the bytes are the place of a committed datatype instead of the datatype itself.
 * @throws Unreadable
 */
export function datatypeOfMessage(source: MetadataSource, bytes: Uint8Array, shared: boolean): Dtype {
  if (!shared) return known(parseDatatypeMessage(bytes));
  for (const message of headerMessages(source, addressOfShared(source, bytes))) {
    if (message.type !== messageType.datatype) continue;
    // A committed datatype is where it is shared from: it cannot lead on.
    if (isShared(message.flags)) break;
    return known(parseDatatypeMessage(message.bytes));
  }
  throw new Unreadable('no committed datatype');
}

function known(dtype: Dtype | undefined): Dtype {
  if (dtype === undefined) throw new Unreadable('a datatype that makes no sense');
  return dtype;
}
