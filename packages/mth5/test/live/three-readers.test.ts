import { fileURLToPath } from 'node:url';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { describe, expect, it } from 'vitest';
import { bundledProgram } from '../../../../tooling/typescript/bundled-program.js';
import { LineProcess } from '../../../../tooling/typescript/line-process.js';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { components } from '../five-channels.js';
import type { ReaderCommand, ReaderView } from '../programs/follow-samples.js';
import type { RecordAnswer, RecordCommand } from '../programs/record-steps.js';
import { scratchFolder } from '../scratch-folder.js';
import { patternStart, type FollowReport } from './checked-follow.js';

const python = pythonForInterop();
const readLive = fileURLToPath(new URL('../../python/read_live.py', import.meta.url));
const timeoutMs = 30_000;
const added = { path: 'demo/mt02/b/temperature', number: 7 };

/** What `read_live.py` has seen. */
interface SeenByH5py {
  readonly seen: readonly number[];
  readonly wrong: number;
}

describe.runIf(process.platform === 'linux' && python !== undefined).each(testBackends)(
  'three readers of a session on $name',
  (backend) => {
    const pathOf = scratchFolder();
    const recorder = bundledProgram(new URL('../programs/record-steps.ts', import.meta.url), 'record-steps');
    const reader = bundledProgram(new URL('../programs/follow-samples.ts', import.meta.url), 'follow-samples');

    it('see every sample once, with its value, through changes of the structure', async () => {
      const path = pathOf('session.h5');
      await using writer = new LineProcess(process.execPath, [recorder(), backend.name]);
      const record = async (command: RecordCommand): Promise<void> => {
        expect(await writer.ask<RecordAnswer>(command), command.do).toMatchObject({ code: 'done' });
      };
      await record({ do: 'create', path, start: patternStart, flushSamples: 100 });

      await using h5py = new LineProcess(python as string, [readLive]);
      const readers = testBackends.map(({ name }) => new LineProcess(process.execPath, [reader(), name]));
      await using _ends = {
        [Symbol.asyncDispose]: async () => void (await Promise.all(readers.map((one) => one.kill()))),
      };
      const everyReader = async <Answer>(command: ReaderCommand): Promise<Answer[]> =>
        Promise.all(readers.map((one) => one.ask<Answer>(command)));
      await h5py.ask({ do: 'open', path });
      await everyReader({ do: 'open', path });
      await everyReader({ do: 'followRun', name: 'run', timeoutMs });
      await everyReader({ do: 'followChannel', name: 'hz', channel: 'demo/mt01/a/hz', number: 4, timeoutMs });

      let written = 0;
      const append = async (count: number, per: number): Promise<void> => {
        await record({ do: 'append', first: written, count, per });
        written += count;
      };
      const expectAllSeen = async (): Promise<void> => {
        const [byRun, byChannel, byH5py] = await Promise.all([
          everyReader<FollowReport>({ do: 'until', name: 'run', count: written }),
          everyReader<FollowReport>({ do: 'until', name: 'hz', count: written }),
          h5py.ask<SeenByH5py>({ do: 'until', count: written }),
        ]);
        for (const report of byRun)
          expect(report).toMatchObject({ next: written, compared: 5 * written, wrong: 0, fault: null, end: null });
        for (const report of byChannel)
          expect(report).toMatchObject({ next: written, compared: written, wrong: 0, fault: null, end: null });
        expect(byH5py).toMatchObject({ seen: components.map(() => written), wrong: 0 });
      };

      // A second of samples in each step.
      for (let second = 0; second < 20; second++) {
        await append(100, 100);
        await expectAllSeen();
      }
      const mine = Object.fromEntries(components.map((name) => [`mt01/a/${name}`, written]));
      for (const view of await everyReader<ReaderView>({ do: 'look' }))
        expect(view).toMatchObject({ stations: ['mt01'], counts: mine });

      // As fast as it goes, and in the middle of that a station, a run and a channel.
      await append(500_000, 1000);
      await record({ do: 'addStation', id: 'mt02' });
      await append(100_000, 1000);
      await record({ do: 'addRun', station: 'mt02', id: 'b' });
      await append(100_000, 1000);
      await record({ do: 'addChannel', station: 'mt02', run: 'b', id: 'temperature', start: patternStart });
      await record({ do: 'append', first: written, count: 50, per: 50 });
      written += 50;
      await record({ do: 'flush' });
      await expectAllSeen();

      for (const view of await everyReader<ReaderView>({ do: 'look' })) {
        expect(view.stations).toEqual(['mt01', 'mt02']);
        expect(view.counts).toEqual({
          ...Object.fromEntries(components.map((name) => [`mt01/a/${name}`, written])),
          'mt02/b/temperature': 0,
        });
      }
      await everyReader({ do: 'followChannel', name: 'added', channel: added.path, number: added.number, timeoutMs });
      for (const first of [0, 500]) {
        await record({ do: 'appendTo', channel: added.path, number: added.number, first, count: 500 });
        for (const report of await everyReader<FollowReport>({ do: 'until', name: 'added', count: first + 500 }))
          expect(report).toMatchObject({ next: first + 500, compared: first + 500, wrong: 0, fault: null });
      }
      await append(500_000, 1000);
      await record({ do: 'flush' });
      await expectAllSeen();

      await record({ do: 'close' });
      for (const name of ['run', 'hz', 'added']) {
        for (const report of await everyReader<FollowReport>({ do: 'ended', name }))
          expect(report, name).toMatchObject({ wrong: 0, fault: null, end: 'finished' });
      }
      expect(await writer.end()).toEqual({ exitCode: 0, stderr: '' });
      await everyReader({ do: 'close' });
      for (const one of readers) expect(await one.end()).toEqual({ exitCode: 0, stderr: '' });
      await h5py.ask({ do: 'close' });
      expect(await h5py.end()).toEqual({ exitCode: 0, stderr: '' });
    }, 120_000);
  },
);
