import { KeyFollower } from '@h5tail/follower';
import { reading } from './reading.mjs';

/** Which points are ready, many at a time. */
export const ranges = (context) =>
  reading(context, async (file, take) => {
    const key = await file.dataset('/keys');
    for await (const { start, stop } of new KeyFollower({ keys: [key] }).ranges()) take.points(start, stop);
  });

/** Which points are ready, one by one. */
export const indices = (context) =>
  reading(context, async (file, take) => {
    const key = await file.dataset('/keys');
    for await (const index of new KeyFollower({ keys: [key] })) take.points(index, index + 1);
  });
