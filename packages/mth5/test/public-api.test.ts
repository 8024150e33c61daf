import { describe, expect, it } from 'vitest';
import * as mth5 from '@h5tail/mth5';

describe('the public interface', () => {
  it('is what the README lists', () => {
    expect(Object.keys(mth5).toSorted()).toEqual([
      'Channel',
      'Mth5File',
      'Run',
      'SessionOwner',
      'Station',
      'Survey',
      'applyChange',
      'instantText',
      'openMth5',
      'parseChannelPath',
      'parseInstant',
      'recoverMth5',
      'requestChange',
      'sampleIndexAt',
      'sampleTime',
      'serveSession',
    ]);
  });
});
