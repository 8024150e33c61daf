import { Hdf5Error, VariableLength } from '@h5tail/adapter';

/** Offsets have four bytes. */
const mostBytes = 0xffff_ffff;

/** Packs several packed lists into one; their bytes are copied once, unless there is only one list. */
export function joinMessages(lists: readonly VariableLength<Uint8Array>[]): VariableLength<Uint8Array> {
  const [first] = lists;
  if (first !== undefined && lists.length === 1) return first;
  const offsets = new Uint32Array(lists.reduce((count, { length }) => count + length, 1));
  const total = lists.reduce((bytes, list) => bytes + list.values.length, 0);
  requireFewBytes(total);
  const values = new Uint8Array(total);
  let [message, at] = [0, 0];
  for (const list of lists) {
    values.set(list.values, at);
    for (let i = 1; i <= list.length; i++) offsets[++message] = at + (list.offsets[i] as number);
    at += list.values.length;
  }
  return new VariableLength(values, offsets);
}

/** Packs some messages of a list, in the order given, also repeatedly. Their bytes are copied. */
export function pickMessages(list: VariableLength<Uint8Array>, places: ArrayLike<number>): VariableLength<Uint8Array> {
  const messages = Array.from(places, (place) => list.at(place));
  requireFewBytes(messages.reduce((bytes, message) => bytes + message.length, 0));
  return VariableLength.ofBytes(messages);
}

function requireFewBytes(bytes: number): void {
  if (bytes <= mostBytes) return;
  throw new Hdf5Error('OUT_OF_RANGE', `${bytes} bytes of messages are more than one call can return`, {
    remedy: 'Read parts of 4 GiB at most, with start and end, or follow',
  });
}

/** The same bytes as signed numbers, for files that have them so: a view. */
export function asSigned({ values, offsets }: VariableLength<Uint8Array>): VariableLength<Int8Array> {
  return new VariableLength(new Int8Array(values.buffer, values.byteOffset, values.byteLength), offsets);
}
