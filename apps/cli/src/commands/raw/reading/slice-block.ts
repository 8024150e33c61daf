import { VariableLength } from '@h5tail/adapter';
import type { MessageBlock } from '../output/message-pieces.js';

/** Messages `start` to `stop - 1` of a block: their bytes are views, their offsets a copy. */
export function sliceBlock({ first, messages, ioGroups }: MessageBlock, start: number, stop: number): MessageBlock {
  const { values, offsets } = messages;
  const from = offsets[start] as number;
  const own = Uint32Array.from({ length: stop - start + 1 }, (_, i) => (offsets[start + i] as number) - from);
  return {
    first: first + start,
    messages: new VariableLength(values.subarray(from, offsets[stop]), own),
    ioGroups: ioGroups.subarray(start, stop),
  };
}
