import { KeyFollower } from '@h5tail/follower';
import { reading } from './reading.mjs';

/** Which points are ready, as a follower tells. */
export const keysFollowed = (context) =>
  reading(context, async (file, take) => {
    const key = await file.dataset('/keys');
    for await (const { start, stop } of new KeyFollower({ keys: [key] }).ranges()) {
      take(new Uint8Array(stop - start).fill(1));
    }
  });
