/** Shorter runs of bytes are copied faster by a loop than by the engine, to which a view has to be handed. */
const shortRun = 48;

/**
 * Copies bytes from one place in memory to another.
 *
 * @param sourceView The same memory as `source`.
 */
export function copyBytes(
  target: Uint8Array,
  targetView: DataView,
  to: number,
  source: Uint8Array,
  sourceView: DataView,
  from: number,
  length: number,
): void {
  if (length > shortRun) {
    target.set(source.subarray(from, from + length), to);
    return;
  }
  let at = 0;
  for (; at + 4 <= length; at += 4) targetView.setUint32(to + at, sourceView.getUint32(from + at, true), true);
  for (; at < length; at++) target[to + at] = source[from + at] as number;
}
