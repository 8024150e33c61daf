/**
 * A session in a process of its own, driven by lines of JSON on stdin; each is answered by one on stdout.
 *
 *     record-steps.mjs BACKEND
 */
import { execFileSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { isHdf5Error } from '@h5tail/adapter';
import { openMth5, type Mth5File, type Run } from '@h5tail/mth5';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { blockOf, fiveChannels, sampleOf } from '../five-channels.js';

/** A step of the session. */
export type RecordCommand =
  | {
      readonly do: 'create';
      readonly path: string;
      readonly flushSamples?: number;
      readonly start?: string;
      readonly swmr?: boolean;
    }
  | {
      readonly do: 'open';
      readonly path: string;
      readonly flushSamples?: number;
      readonly swmr?: boolean;
      readonly ignoreLocks?: boolean;
    }
  | { readonly do: 'append'; readonly first: number; readonly count: number; readonly per: number }
  | { readonly do: 'appendFor'; readonly milliseconds: number; readonly per: number }
  | { readonly do: 'addStation'; readonly id: string }
  | { readonly do: 'addRun'; readonly station: string; readonly id: string }
  | {
      readonly do: 'addChannel';
      readonly station: string;
      readonly run: string;
      readonly id: string;
      readonly start: string;
    }
  | {
      /** Samples of the pattern for a channel that was added. */
      readonly do: 'appendTo';
      readonly channel: string;
      /** Which one it is in the pattern. */
      readonly number: number;
      readonly first: number;
      readonly count: number;
    }
  | { readonly do: 'limitFileSize'; readonly bytes: number }
  | { readonly do: 'flush' | 'close' | 'memory' };

/** How it went. */
export interface RecordAnswer {
  /** `done`, or the code of the fault. */
  readonly code: string;
  /** Of the fault. */
  readonly message: string;
  /** Samples of each channel of the run that are durable. */
  readonly durable: number;
  /** Resident memory of the process, in bytes. */
  readonly memory: number;
}

let file: Mth5File | undefined;
let run: Run | undefined;
let durable = 0;
const onDurable = (channels: readonly { readonly path: string; readonly samples: number }[]): void => {
  const ofRun = channels.filter(({ path }) => path.includes('/mt01/a/'));
  if (ofRun.length > 0) durable = Math.min(...ofRun.map(({ samples }) => samples));
};

async function carryOut(adapter: Hdf5Adapter, command: RecordCommand): Promise<void> {
  switch (command.do) {
    case 'create': {
      const flush = { samples: command.flushSamples ?? 1000, seconds: Infinity };
      const channel = command.start === undefined ? {} : { start: command.start };
      ({ file, run } = await fiveChannels(command.path, adapter, { flush, onDurable }, channel));
      if (command.swmr ?? true) await file.startSwmr();
      return;
    }
    case 'open': {
      const flush = command.flushSamples === undefined ? {} : { samples: command.flushSamples, seconds: Infinity };
      const { path, swmr = true, ignoreLocks = false } = command;
      file = await openMth5(path, { adapter, mode: 'r+', swmr, ignoreLocks, flush, onDurable });
      run = await file.run({ survey: 'demo', station: 'mt01', run: 'a' });
      return;
    }
    case 'append':
      for (let first = command.first; first < command.first + command.count; first += command.per) {
        await run?.append(blockOf(first, command.per));
      }
      return;
    case 'appendFor': {
      const until = Date.now() + command.milliseconds;
      for (let first = durable; Date.now() < until; first += command.per)
        await run?.append(blockOf(first, command.per));
      await file?.flush();
      return;
    }
    case 'addStation':
      await (await file?.survey('demo'))?.addStation(command.id);
      return;
    case 'addRun':
      await (await (await file?.survey('demo'))?.station(command.station))?.addRun(command.id);
      return;
    case 'addChannel': {
      const added = await file?.run({ survey: 'demo', station: command.station, run: command.run });
      await added?.addChannel(command.id, { sampleRate: 100, start: command.start });
      return;
    }
    case 'appendTo': {
      const { channel, number, first, count } = command;
      const samples = Int32Array.from({ length: count }, (_, index) => sampleOf(number, first + index));
      await (await file?.channel(channel))?.append(samples);
      return;
    }
    case 'memory':
      return;
    case 'limitFileSize':
      execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${command.bytes}:`]);
      return;
    case 'flush':
      await file?.flush();
      return;
    case 'close':
      await file?.close();
  }
}

async function main(): Promise<void> {
  const backend = testBackends.find(({ name }) => name === process.argv[2]);
  if (backend === undefined) throw new Error(`no backend ${process.argv[2]}`);
  const adapter = await backend.createAdapter();
  for await (const line of createInterface({ input: process.stdin })) {
    const [code, message] = await carryOut(adapter, JSON.parse(line) as RecordCommand).then(
      () => ['done', ''] as const,
      (error: unknown) => (isHdf5Error(error) ? [error.code, error.message] : [String((error as Error).stack), '']),
    );
    const answer: RecordAnswer = { code, message, durable, memory: process.memoryUsage.rss() };
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

await main();
