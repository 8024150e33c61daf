/** Cases about elements that a backend may read from where they are stored. */
export const storedElements: readonly string[] = [
  'any selection of frames, however they are stored',
  'frames that were never written have the fill value, wherever they are in a selection',
  'large frames of numbers in either byte order',
];

/** Cases about the frames of a grid that is being written. */
export const framesOfGrids: readonly string[] = [
  'frames of a grid of extents that stay, and where they are',
  'frames of a grid of extents that stay, compressed, and where they are',
  'frames of a grid with rows without end, and where they are',
  'frames of a grid with rows without end, compressed, and where they are',
  'frames of a grid with columns without end, and where they are',
  'frames of a grid with columns without end, compressed, and where they are',
  'frames of a grid with rows and columns without end, and where they are',
  'frames of a grid with rows and columns without end, compressed, and where they are',
];
