import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { LiveWriter, pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { describe, expect, it } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { loadLibrary } from '../src/library/load-library.js';
import { nativeBundle } from './native-bundle.js';
import { follower, type Checked } from './programs/follow-frames.mjs';
import { scratchFolder } from './scratch-folder.js';

const python = pythonForInterop();
const program = fileURLToPath(new URL('programs/follow-in-worker.mjs', import.meta.url));
const workers = 3;
const steps = 250;
const framesPerStep = 3;
const freeFrames = 300;

describe.skipIf(python === undefined || !hasInteropGroup('library'))('several threads that follow one dataset', () => {
  const address = nativeBundle();
  const pathOf = scratchFolder();

  async function startWorker(path: string): Promise<Worker> {
    const worker = new Worker(program, { workerData: { address: address(), path } });
    await once(worker, 'message');
    return worker;
  }

  /** Sends the number of frames and waits for what the worker says. */
  async function ask(worker: Worker, frames: number): Promise<Checked> {
    const answer = once(worker, 'message');
    worker.postMessage(frames);
    const [checked] = (await answer) as [Checked];
    return checked;
  }

  it('see every frame as it was written', { timeout: 60_000 }, async (context) => {
    context.skip(!(await loadLibrary()).threadSafe, 'this library is for one thread only');
    const path = pathOf('live.h5');
    await using writer = await LiveWriter.start({ python: python as string });
    const frames = { path: '/frames', dtype: 'uint16', shape: [0, 8, 8], maxShape: [null, 8, 8], chunks: [1, 8, 8] };
    await writer.step({ do: 'create', path, datasets: [frames] });
    await writer.step({ do: 'swmr' });
    const own = await follower(await import('./programs/entry.js'), path);
    const others = await Promise.all(Array.from({ length: workers }, () => startWorker(path)));

    const wrong: string[] = [];
    let checked = 0;
    for (let step = 1; step <= steps; step++) {
      const [first, count] = [(step - 1) * framesPerStep, step * framesPerStep];
      await writer.step({ do: 'resize', dataset: '/frames', shape: [count, 8, 8] });
      await writer.step({ do: 'write', dataset: '/frames', selection: [[first, count]], value: 'frame', index: first });
      await writer.step({ do: 'flush', dataset: '/frames' });
      const answers = await Promise.all([own.check(count), ...others.map((worker) => ask(worker, count))]);
      for (const [thread, answer] of answers.entries()) {
        checked += answer.checked;
        wrong.push(...answer.wrong.map((what) => `step ${step}, thread ${thread}: ${what}`));
      }
    }
    expect(wrong).toEqual([]);
    expect(checked).toBe((workers + 1) * steps * (2 * framesPerStep + 2));

    // Now without waiting for each other.
    const all = steps * framesPerStep + freeFrames;
    const chased = Promise.all([own.chase(all), ...others.map((worker) => ask(worker, -all))]);
    for (let index = steps * framesPerStep; index < all; index++) {
      await writer.step({ do: 'resize', dataset: '/frames', shape: [index + 1, 8, 8] });
      await writer.step({ do: 'write', dataset: '/frames', selection: [index], value: 'frame', index });
      await writer.step({ do: 'flush', dataset: '/frames' });
    }
    for (const answer of await chased) {
      expect(answer.wrong).toEqual([]);
      expect(answer.checked).toBeGreaterThan(30);
    }

    const ended = others.map((worker) => once(worker, 'exit'));
    for (const worker of others) worker.postMessage('close');
    await Promise.all(ended);
    // The main thread goes on by itself.
    expect((await own.check(all)).wrong).toEqual([]);
    await own.close();
  });
});
