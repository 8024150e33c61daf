import type { NumericArray } from '@h5tail/adapter';
import type { BlockWrite } from './block-plan.js';

/**
 * The elements of a write, in the order in which the output has them.
 *
 * @param frameLength Elements per point.
 * @param block Results of this block, one point after the other.
 * @param previous Results of the whole block before, where the write takes some.
 * @returns A view of `block` where that has them as they shall be, else a copy.
 * @throws RangeError where the write needs a previous block and none is given, or a block is too short.
 */
export function joinBlocks<Values extends NumericArray>(
  write: Pick<BlockWrite, 'fromPrevious' | 'fromBlock' | 'isReversed'>,
  frameLength: number,
  block: Values,
  previous?: Values,
): Values {
  const { fromPrevious, fromBlock, isReversed } = write;
  const parts: Values[] = [];
  if (fromPrevious !== null) {
    if (previous === undefined) throw new RangeError('the write needs results of the previous block');
    parts.push(pointsOf(previous, fromPrevious, frameLength));
  }
  parts.push(pointsOf(block, fromBlock, frameLength));
  const [only] = parts;
  if (only !== undefined && parts.length === 1 && !isReversed) return only;
  return isReversed ? joinReversed(parts, frameLength) : join(parts);
}

function pointsOf<Values extends NumericArray>(
  values: Values,
  [start, stop]: readonly [number, number],
  frameLength: number,
): Values {
  if (stop * frameLength > values.length) {
    throw new RangeError(`a block of ${values.length} elements does not hold ${stop} points of ${frameLength}`);
  }
  return values.subarray(start * frameLength, stop * frameLength) as Values;
}

function join<Values extends NumericArray>(parts: readonly Values[]): Values {
  const joined = emptyLike(parts);
  let offset = 0;
  for (const part of parts) {
    joined.set(part as never, offset);
    offset += part.length;
  }
  return joined;
}

/** Turns the order of the points round; each frame stays as it is. */
function joinReversed<Values extends NumericArray>(parts: readonly Values[], frameLength: number): Values {
  const joined = emptyLike(parts);
  let offset = joined.length;
  for (const part of parts) {
    for (let start = 0; start < part.length; start += frameLength) {
      offset -= frameLength;
      joined.set(part.subarray(start, start + frameLength) as never, offset);
    }
  }
  return joined;
}

function emptyLike<Values extends NumericArray>(parts: readonly Values[]): Values {
  const length = parts.reduce((total, part) => total + part.length, 0);
  const ArrayClass = (parts[0] as Values).constructor as new (length: number) => Values;
  return new ArrayClass(length);
}
