import { Hdf5Error } from '@h5tail/adapter';
import type { IoGroups } from '@h5tail/larpix-raw';
import { largestIoGroup } from '../binary-format.js';

/**
 * The boards of messages as bytes; files of other programs may have larger numbers.
 *
 * @param first Number of the first message in the file.
 * @throws Hdf5Error `INVALID_DATA` for a board above 255, with the message that it is of.
 */
export function requireByteIoGroups(ioGroups: IoGroups, first: number, path: string): Uint8Array {
  if (ioGroups instanceof Uint8Array) return ioGroups;
  const wrong = ioGroups.findIndex((ioGroup) => ioGroup > largestIoGroup);
  if (wrong === -1) return Uint8Array.from(ioGroups);
  throw new Hdf5Error('INVALID_DATA', `io_group ${ioGroups[wrong]} of message ${first + wrong} is above 255`, {
    file: path,
    index: first + wrong,
    remedy: 'Print the messages with h5tail raw cat --format ndjson, which has room for it',
  });
}
