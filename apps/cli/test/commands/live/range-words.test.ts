import { describe, expect, it } from 'vitest';
import { rangeWords, skippedWords } from '../../../src/commands/live/range-words.js';

describe('rangeWords', () => {
  it('names single points and ranges', () => {
    const ranges = [
      { start: 5, stop: 6 },
      { start: 17, stop: 20 },
    ];
    expect(rangeWords(ranges)).toBe('5, 17 to 19');
    expect(skippedWords(ranges, 'frame')).toBe('; passed over 4 frames without a key: 5, 17 to 19');
    expect(skippedWords([], 'frame')).toBe('');
  });

  it('is shortened where there are very many', () => {
    const ranges = Array.from({ length: 100 }, (_, i) => ({ start: 10 * i, stop: 10 * i + 2 }));
    expect(rangeWords(ranges)).toBe(
      '0 to 1, 10 to 11, 20 to 21, 30 to 31, 40 to 41, 50 to 51, 60 to 61, 70 to 71 and 184 more',
    );
  });
});
