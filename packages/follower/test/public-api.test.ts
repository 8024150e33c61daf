import { describe, expect, it } from 'vitest';
import * as follower from '@h5tail/follower';

describe('the public interface', () => {
  it('is what the README lists', () => {
    expect(Object.keys(follower).toSorted()).toEqual([
      'BatchIterator',
      'ChunkFollower',
      'ExtentFollower',
      'KeyFollower',
      'OneAtATime',
      'RowKeyFollower',
      'Turn',
      'abortableSleep',
      'adaptivePolling',
      'fileChangeWakeUp',
      'retryWhileGrowing',
      'systemClock',
      'unravelIndex',
    ]);
  });
});
