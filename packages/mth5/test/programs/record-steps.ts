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
import { blockOf, fiveChannels } from '../five-channels.js';

/** A step of the session. */
export type RecordCommand =
  | { readonly do: 'create'; readonly path: string; readonly flushSamples?: number; readonly swmr?: boolean }
  | { readonly do: 'open'; readonly path: string; readonly swmr?: boolean; readonly ignoreLocks?: boolean }
  | { readonly do: 'append'; readonly first: number; readonly count: number; readonly per: number }
  | { readonly do: 'addStation'; readonly id: string }
  | { readonly do: 'limitFileSize'; readonly bytes: number }
  | { readonly do: 'flush' | 'close' };

/** How it went. */
export interface RecordAnswer {
  /** `done`, or the code of the fault. */
  readonly code: string;
  /** Of the fault. */
  readonly message: string;
  /** Samples of each channel that are durable. */
  readonly durable: number;
}

let file: Mth5File | undefined;
let run: Run | undefined;
let durable = 0;
const onDurable = (channels: readonly { readonly samples: number }[]): void => {
  durable = Math.min(...channels.map(({ samples }) => samples));
};

async function carryOut(adapter: Hdf5Adapter, command: RecordCommand): Promise<void> {
  switch (command.do) {
    case 'create': {
      const flush = { samples: command.flushSamples ?? 1000, seconds: Infinity };
      ({ file, run } = await fiveChannels(command.path, adapter, { flush, onDurable }));
      if (command.swmr ?? true) await file.startSwmr();
      return;
    }
    case 'open':
      file = await openMth5(command.path, {
        adapter,
        mode: 'r+',
        swmr: command.swmr ?? true,
        ignoreLocks: command.ignoreLocks ?? false,
        onDurable,
      });
      run = await file.run({ survey: 'demo', station: 'mt01', run: 'a' });
      return;
    case 'append':
      for (let first = command.first; first < command.first + command.count; first += command.per) {
        await run?.append(blockOf(first, command.per));
      }
      return;
    case 'addStation':
      await (await file?.survey('demo'))?.addStation(command.id);
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
    const answer: RecordAnswer = { code, message, durable };
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

await main();
