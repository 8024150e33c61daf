import { array, uint8Array, type Arbitrary } from 'fast-check';

/** Any short messages, empty ones among them. */
export const anyMessages: Arbitrary<Uint8Array[]> = array(uint8Array({ maxLength: 12 }), { maxLength: 12 });

/** As plain numbers, to compare. */
export function numbersOf(messages: Iterable<ArrayLike<number>>): number[][] {
  return Array.from(messages, (message) => Array.from(message));
}
