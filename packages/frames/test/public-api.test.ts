import { describe, expect, it } from 'vitest';
import * as frames from '@h5tail/frames';

describe('the public interface', () => {
  it('is what the README lists', () => {
    expect(Object.keys(frames).toSorted()).toEqual([
      'DataSource',
      'FrameReader',
      'ResultWriter',
      'appendData',
      'blockChunkLength',
      'copyAxes',
      'createData',
      'createDataset',
      'createEntry',
      'joinBlocks',
      'planBlock',
      'planRemainder',
      'rowSlice',
      'scanPosition',
      'snakePosition',
      'snakeRowPosition',
      'stackToGrid',
      'unravelIndex',
      'untilReadable',
      'whenReadable',
    ]);
  });
});
