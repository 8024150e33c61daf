/**
 * Reads a channel whose sample `i` is `i`, once in slices and once by a follow, and tells how much memory it takes. Run it with
 * `--expose-gc`.
 *
 *     read-blocks.mjs BACKEND FILE CHANNEL BLOCK
 */
import { openMth5, type ChannelBlock } from '@h5tail/mth5';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';

/** What the program prints, as JSON. */
export interface BlocksRead {
  readonly samples: number;
  readonly wrong: number;
  /** Bytes that the process has gained since the first blocks, at most. */
  readonly grown: number;
}

const warmUpBlocks = 3;

async function measure(blocks: AsyncIterable<ChannelBlock>): Promise<BlocksRead> {
  let [samples, wrong, count, before, most] = [0, 0, 0, 0, 0];
  for await (const block of blocks) {
    if (block.first !== samples) wrong++;
    for (let index = 0; index < block.count; index++) if (block.samples[index] !== samples + index) wrong++;
    samples += block.count;
    globalThis.gc?.();
    const { rss } = process.memoryUsage();
    if (++count === warmUpBlocks) before = rss;
    if (count > warmUpBlocks) most = Math.max(most, rss);
  }
  return { samples, wrong, grown: most - before };
}

async function main(): Promise<void> {
  const [name, path = '', channelPath = '', block] = process.argv.slice(2);
  const backend = testBackends.find((candidate) => candidate.name === name);
  if (backend === undefined) throw new Error(`no backend ${name}`);
  await using file = await openMth5(path, { adapter: await backend.createAdapter(), mode: 'r' });
  const channel = await file.channel(channelPath);
  const blockSamples = Number(block);
  const slices = async function* (): AsyncGenerator<ChannelBlock> {
    const length = await channel.length();
    for (let from = 0; from < length; from += blockSamples) yield channel.read({ from, to: from + blockSamples });
  };
  const follow = (): Promise<AsyncIterable<ChannelBlock>> => channel.follow({ blockSamples, endWhenClosed: true });
  // The first time what is compiled on the way takes memory too, which what is read has no part in.
  await measure(slices());
  await measure(await follow());
  console.log(JSON.stringify([await measure(slices()), await measure(await follow())]));
}

await main();
