import { expect, it } from 'vitest';
import { sliceBounds } from '../../../../src/commands/raw/reading/slice-bounds.js';

const list = Array.from({ length: 5 }, (_, i) => i);

it('is a slice of a list as in Python', () => {
  const bounds = [undefined, -9, -5, -2, -1, 0, 1, 3, 5, 9];
  for (const start of bounds) {
    for (const end of bounds) {
      const flags = { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
      const { start: from, stop } = sliceBounds(flags, list.length);
      expect(list.slice(from, stop), `${start}:${end}`).toEqual(list.slice(start ?? 0, end));
      expect(stop).toBeGreaterThanOrEqual(from);
    }
  }
});
