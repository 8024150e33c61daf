// Worker that follows a dataset: { address, path } as data; each number that it is sent is how many frames there are now,
// or with a minus how many there will be. Each answer tells how many frames were checked and what was wrong.
import { parentPort, workerData } from 'node:worker_threads';
import { follower } from './follow-frames.mjs';

const follow = await follower(await import(workerData.address), workerData.path);

/** @param {number | 'close'} frames */
async function answer(frames) {
  if (frames !== 'close') {
    return parentPort?.postMessage(await (frames < 0 ? follow.chase(-frames) : follow.check(frames)));
  }
  await follow.close();
  parentPort?.close();
}

parentPort?.on('message', (frames) => void answer(frames));
parentPort?.postMessage('ready');
