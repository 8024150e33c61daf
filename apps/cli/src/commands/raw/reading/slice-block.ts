import type { MessageBlock } from '../output/message-pieces.js';

/** Messages `start` to `stop - 1` of a block: their bytes are views, their offsets a copy. */
export function sliceBlock({ first, messages, ioGroups }: MessageBlock, start: number, stop: number): MessageBlock {
  return { first: first + start, messages: messages.slice(start, stop), ioGroups: ioGroups.subarray(start, stop) };
}
