import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, type Channel } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { fiveChannels, sampleOf } from '../five-channels.js';
import { scratchFolder } from '../scratch-folder.js';

const samples = 4_000_000;
const perBlock = 50_000;
/** The whole channel has 16 MB, a block 0.2. */
const bound = 3_000_000;
/** Blocks between two looks, which take longer than to read one. */
const lookEvery = 8;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe.each(testBackends)('a large channel, with $name', ({ createAdapter }) => {
  const pathOf = scratchFolder();
  let adapter: Hdf5Adapter;
  let path: string;
  beforeAll(async () => {
    adapter = await createAdapter();
    path = pathOf('large.h5');
    const { file, run } = await fiveChannels(path, adapter, { flush: { samples: 1_000_000 } });
    await file.startSwmr();
    const channel = await run.channel('hx');
    for (let first = 0; first < samples; first += 1_000_000) await channel.append(pattern(first, 1_000_000));
    await file.close();
  });

  function pattern(first: number, count: number): Int32Array {
    const block = new Int32Array(count);
    for (let index = 0; index < count; index++) block[index] = sampleOf(2, first + index);
    return block;
  }

  function wrongOf(first: number, block: ArrayLike<number | bigint>): number {
    let wrong = 0;
    for (let index = 0; index < block.length; index++) if (block[index] !== sampleOf(2, first + index)) wrong++;
    return wrong;
  }

  /** What buffers that are still in use have at most, beyond what they had before. */
  async function mostMemory(read: (channel: Channel, told: () => void) => Promise<void>): Promise<number> {
    await using file = await openMth5(path, { adapter, mode: 'r' });
    const channel = await file.channel('demo/mt01/a/hx');
    await channel.read({ to: perBlock });
    const used = (): number => {
      collectGarbage();
      return process.memoryUsage().arrayBuffers;
    };
    const before = used();
    let [most, blocks] = [0, 0];
    await read(channel, () => {
      if (++blocks % lookEvery === 0) most = Math.max(most, used() - before);
    });
    return most;
  }

  it('is read block by block in the memory of some blocks', async () => {
    let wrong = 0;
    const most = await mostMemory(async (channel, told) => {
      for (let first = 0; first < samples; first += perBlock) {
        const block = await channel.read({ from: first, to: first + perBlock });
        wrong += wrongOf(first, block.samples) + Math.abs(block.count - perBlock);
        told();
      }
    });
    expect(wrong).toBe(0);
    expect(most).toBeLessThan(bound);
  });

  it('is followed in the memory of some blocks', async () => {
    let [wrong, next] = [0, 0];
    const most = await mostMemory(async (channel, told) => {
      for await (const { first, samples: block } of await channel.follow({ blockSamples: perBlock, timeoutMs: 0 })) {
        wrong += wrongOf(first, block) + Math.abs(first - next);
        next = first + block.length;
        told();
      }
    });
    expect([wrong, next]).toEqual([0, samples]);
    expect(most).toBeLessThan(bound);
  });
});
