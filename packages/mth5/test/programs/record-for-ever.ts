/**
 * Records the pattern into an MTH5 file that is there, changes its structure now and then, and closes it and opens it again now and
 * then, until it is killed. Says `ready` when HDF5 is loaded, and begins when it is told its task on stdin.
 *
 *     record-for-ever.mjs BACKEND
 *
 * Prints, each as a line of JSON when it is done: how many samples of which channels are durable, and paths of objects that were added.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openMth5, type Mth5File, type Run } from '@h5tail/mth5';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import type { RecordingTask } from '../recovery/recording-program.js';
import { components, patternBlock } from './recorded-pattern.js';

const sampleRate = 100;

// Not through a stream: what is told is with the other process before anything else happens.
const tell = (what: object): number => writeSync(1, `${JSON.stringify(what)}\n`);

async function main(): Promise<void> {
  const backend = testBackends.find(({ name }) => name === process.argv[2]);
  if (backend === undefined) throw new Error(`no backend ${process.argv[2]}`);
  const adapter = await backend.createAdapter();
  await adapter.version();
  tell({ ready: true });
  for await (const line of createInterface({ input: process.stdin })) {
    const { path, turn, samples, blocks, changes } = JSON.parse(line) as RecordingTask;
    for (let opening = 0; ; opening++) {
      const file = await openMth5(path, {
        adapter,
        mode: 'a',
        swmr: true,
        flush: { samples, seconds: Infinity },
        onDurable: (channels) => tell({ durable: channels }),
      });
      const run = await file.run({ survey: 'demo', station: 'mt01', run: 'a' });
      await record(run, blocks, samples);
      for (let change = 0; change < changes; change++) {
        await addObjects(file, `s${turn}_${opening}_${change}`, samples);
        await record(run, blocks, samples);
      }
      await file.close();
      tell({ closed: opening });
    }
  }
}

/** Blocks of other lengths than those of the flushes. */
async function record(run: Run, blocks: number, samples: number): Promise<void> {
  let first = await (await run.channel('ex')).length();
  for (let block = 0; block < blocks; block++) {
    const count = Math.max(1, Math.floor((samples * (2 + (block % 3))) / 3));
    await run.append(patternBlock(first, count));
    first += count;
  }
}

async function addObjects(file: Mth5File, name: string, samples: number): Promise<void> {
  const survey = await file.survey('demo');
  const station = await survey.addStation(name, { 'location.latitude': 60, 'location.longitude': 25 });
  tell({ added: station.path });
  const run = await station.addRun('b');
  tell({ added: run.path });
  for (const component of components) {
    const channel = await run.addChannel(component, { sampleRate, start: '2026-11-20T12:00:00' });
    tell({ added: channel.path });
  }
  await record(run, 2, samples);
}

await main();
