import { Hdf5Error } from '@h5tail/adapter';
import { channelKey, type ChannelIds } from '../model/channel-path.js';
import type { Mth5Access } from '../mth5-access.js';
import type { SampleInput } from '../session/sample-type.js';
import { succeedRun } from '../structure/succeed-run.js';
import { planAppend, type Appended, type AppendOptions, type Block } from './plan-append.js';

/** Samples by channel. */
export type RunBlock = Readonly<Record<string, SampleInput>>;

/** The run that samples go to. */
export type RunIds = Omit<ChannelIds, 'channel'>;

/**
 * Appends samples to channels of a run: to all of them or to none. They become visible together.
 *
 * @throws Hdf5Error as `planAppend`; what writing fails with, now or before.
 */
export async function appendToRun(
  access: Mth5Access,
  run: RunIds,
  block: RunBlock,
  options: AppendOptions,
): Promise<Appended> {
  // One after the other, so that each sees the samples before it.
  const appended = await access.appends.run(() => takeIn(access, run, block, options));
  await access.session.recorder.settle();
  return appended;
}

async function takeIn(access: Mth5Access, run: RunIds, block: RunBlock, options: AppendOptions): Promise<Appended> {
  const { session } = access;
  const current = options.start === undefined ? latestRun(access, run) : run;
  const blocks = await blocksOf(access, current, block);
  const plan = await planAppend(access, blocks, options);
  if (plan.kind === 'new-run') {
    const next = access.successors.get(runKey(current)) ?? (await begun(access, current, plan.start));
    return takeIn(access, { ...current, run: next }, block, options);
  }
  const first = blocks[0]?.channel;
  for (const { channel } of blocks) if (channel.length === 0 && plan.begin !== undefined) channel.begin(plan.begin);
  const position = (first?.length ?? 0) + plan.filledFirst;
  session.recorder.take(plan.portions);
  return { run: current.run, first: position, filled: plan.filledFirst };
}

/** Makes the run that follows, once; also the other channels go on in it. */
async function begun(access: Mth5Access, run: RunIds, start: bigint): Promise<string> {
  const next = await succeedRun(access, run, start);
  access.successors.set(runKey(run), next);
  return next;
}

/** Samples without a time follow on from those that came last. */
function latestRun(access: Mth5Access, run: RunIds): RunIds {
  let current = run;
  for (;;) {
    const next = access.successors.get(runKey(current));
    if (next === undefined) return current;
    current = { ...current, run: next };
  }
}

async function blocksOf(access: Mth5Access, run: RunIds, block: RunBlock): Promise<Block[]> {
  const entries = Object.entries(block);
  const [first] = entries;
  if (first === undefined) throw new TypeError('a block has at least one channel');
  requireEachOnce(entries);
  const uneven = entries.find(([, samples]) => samples.length !== first[1].length);
  if (uneven !== undefined) {
    const message = `${first[0]} has ${first[1].length} samples and ${uneven[0]} has ${uneven[1].length}`;
    throw new Hdf5Error('INVALID_DATA', message, {
      file: access.path,
      object: runKey(run),
      remedy: 'Append as many samples to every channel',
    });
  }
  const blocks: Block[] = [];
  for (const [name, samples] of entries) {
    blocks.push({ channel: await access.session.channel({ ...run, channel: name.toLowerCase() }), samples });
  }
  return blocks;
}

/** Case does not tell channels apart. */
function requireEachOnce(entries: readonly (readonly [string, SampleInput])[]): void {
  const known = new Set<string>();
  for (const [name] of entries) {
    const channel = name.toLowerCase();
    if (known.has(channel)) throw new TypeError(`the block has channel ${channel} twice`);
    known.add(channel);
  }
}

function runKey(run: RunIds): string {
  return channelKey({ ...run, channel: '' });
}
