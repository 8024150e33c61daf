// Worker that follows a dataset: { address, path } as data; each number that it is sent is how many frames there are now,
// and each answer tells how many frames were checked and what was wrong.
import { parentPort, workerData } from 'node:worker_threads';
import { follower } from './follow-frames.mjs';

const follow = await follower(await import(workerData.address), workerData.path);
parentPort?.on('message', async (/** @type {number | 'close'} */ frames) => {
  if (frames === 'close') {
    await follow.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage(await follow.check(frames));
});
parentPort?.postMessage('ready');
