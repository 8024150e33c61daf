/**
 * A reader in a process of its own, driven by lines of JSON on stdin; each is answered by one on stdout. What it follows goes on
 * meanwhile, and is compared with what `record-steps.ts` writes.
 *
 *     follow-samples.mjs BACKEND
 */
import { createInterface } from 'node:readline';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, type Mth5File } from '@h5tail/mth5';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { CheckedFollow } from '../live/checked-follow.js';

/** What the reader is to do. */
export type ReaderCommand =
  | { readonly do: 'open'; readonly path: string }
  | { readonly do: 'followRun'; readonly name: string; readonly timeoutMs: number }
  | {
      readonly do: 'followChannel';
      readonly name: string;
      readonly channel: string;
      /** Which one it is in the pattern. */
      readonly number: number;
      readonly timeoutMs: number;
    }
  | { readonly do: 'until'; readonly name: string; readonly count: number }
  | { readonly do: 'ended'; readonly name: string }
  | { readonly do: 'look' | 'close' };

/** What a reader sees at a moment. */
export interface ReaderView {
  readonly stations: readonly string[];
  /** Samples by `station/run/component`. */
  readonly counts: Readonly<Record<string, number>>;
  /** Resident memory of the process, in bytes. */
  readonly memory: number;
}

let file: Mth5File;
const follows = new Map<string, CheckedFollow>();

function followOf(name: string): CheckedFollow {
  const follow = follows.get(name);
  if (follow === undefined) throw new Error(`there is no follow ${name}`);
  return follow;
}

async function carryOut(adapter: Hdf5Adapter, command: ReaderCommand): Promise<unknown> {
  switch (command.do) {
    case 'open':
      file = await openMth5(command.path, { adapter, mode: 'r', swmr: true });
      return {};
    case 'followRun': {
      const run = await file.run({ survey: 'demo', station: 'mt01', run: 'a' });
      follows.set(command.name, await CheckedFollow.ofRun(run, { timeoutMs: command.timeoutMs }));
      return {};
    }
    case 'followChannel': {
      const { name, channel, number, timeoutMs } = command;
      follows.set(name, await CheckedFollow.ofChannel(await file.channel(channel), number, { timeoutMs }));
      return {};
    }
    case 'until':
      return followOf(command.name).until(command.count);
    case 'ended':
      return followOf(command.name).done;
    case 'look':
      return view();
    case 'close':
      await file.close();
      return {};
  }
}

async function view(): Promise<ReaderView> {
  const rows = await file.summary();
  return {
    stations: await (await file.survey('demo')).stations(),
    counts: Object.fromEntries(
      rows.map(({ station, run, component, n_samples }) => [`${station}/${run}/${component}`, n_samples]),
    ),
    memory: process.memoryUsage.rss(),
  };
}

async function main(): Promise<void> {
  const backend = testBackends.find(({ name }) => name === process.argv[2]);
  if (backend === undefined) throw new Error(`no backend ${process.argv[2]}`);
  const adapter = await backend.createAdapter();
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await carryOut(adapter, JSON.parse(line) as ReaderCommand))}\n`);
  }
}

await main();
