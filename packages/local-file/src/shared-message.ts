import { ByteCursor, Unreadable } from './byte-cursor.js';
import type { MetadataSource } from './metadata-source.js';

const committed = 2;

/**
 * Address of the object header that holds a shared message: a committed datatype.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.2 "Shared Message", versions 1 to 3.
 *
 * @throws Unreadable also for messages shared through the file's own table of them, which hardly any file has.
 */
export function addressOfShared({ addressSize }: MetadataSource, bytes: Uint8Array): number {
  const cursor = new ByteCursor(bytes);
  const version = cursor.unsigned(1);
  const type = cursor.unsigned(1);
  if (version < 1 || version > 3) throw new Unreadable('a shared message of unknown version');
  if (version === 3 && type !== committed) throw new Unreadable('a message in the table of shared messages');
  if (version === 1) cursor.skip(6);
  return cursor.unsigned(addressSize);
}
