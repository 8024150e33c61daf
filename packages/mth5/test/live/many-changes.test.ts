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
/** Each takes about a second; some hundred of them show whether memory grows. */
const rounds = Number(process.env['H5TAIL_CHANGES'] ?? 3);
const tellEvery = 60;
const timeoutMs = 60_000;

/** What `read_live.py` has seen. */
interface SeenByH5py {
  readonly seen: readonly number[];
  readonly wrong: number;
  readonly early: number;
  readonly memory: number;
}

describe.runIf(process.platform === 'linux' && python !== undefined).each(testBackends)(
  'a session on $name at full speed',
  (backend) => {
    const pathOf = scratchFolder();
    const recorder = bundledProgram(new URL('../programs/record-steps.ts', import.meta.url), 'record-steps');
    const reader = bundledProgram(new URL('../programs/follow-samples.ts', import.meta.url), 'follow-samples');

    it(`changes its structure ${rounds} times beside three readers that nobody waits for`, async () => {
      const path = pathOf('session.h5');
      await using writer = new LineProcess(process.execPath, [recorder(), backend.name]);
      const record = async (command: RecordCommand): Promise<RecordAnswer> => {
        const answer = await writer.ask<RecordAnswer>(command);
        expect(answer, command.do).toMatchObject({ code: 'done' });
        return answer;
      };
      await record({ do: 'create', path, start: patternStart, flushSamples: 1000 });
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

      // With what was durable when they were asked.
      const views: Promise<readonly [number, ReaderView[]]>[] = [];
      const seen: Promise<SeenByH5py>[] = [];
      let durable = 0;
      for (let round = 1; round <= rounds; round++) {
        const { durable: now, memory } = await record({ do: 'appendFor', milliseconds: 900, per: 1000 });
        expect(now).toBeGreaterThan(durable);
        durable = now;
        const station = `s${round}`;
        await record({ do: 'addStation', id: station });
        await record({ do: 'addRun', station, id: 'x' });
        await record({ do: 'addChannel', station, run: 'x', id: 'temperature', start: patternStart });
        const channel = `demo/${station}/x/temperature`;
        await record({ do: 'appendTo', channel, number: round, first: 0, count: 10 });
        seen.push(h5py.ask<SeenByH5py>({ do: 'until', count: durable }));
        const told = durable;
        views.push(everyReader<ReaderView>({ do: 'look' }).then((found) => [told, found] as const));
        if (round % tellEvery === 0) tell(round, durable, memory, (await views.at(-1))?.[1] ?? [], await seen.at(-1));
      }
      await record({ do: 'flush' });
      const last = await everyReader<FollowReport>({ do: 'until', name: 'run', count: durable });
      await record({ do: 'close' });
      for (const report of [...last, ...(await everyReader<FollowReport>({ do: 'ended', name: 'run' }))])
        expect(report).toMatchObject({ next: durable, compared: 5 * durable, wrong: 0, fault: null });
      for (const one of await Promise.all(seen)) expect(one.wrong).toBe(0);
      expect((await seen.at(-1))?.seen).toEqual(components.map(() => durable));
      for (const [index, [told, found]] of (await Promise.all(views)).entries()) {
        for (const { stations, counts } of found) {
          expect(stations.length).toBeGreaterThanOrEqual(index + 2);
          for (const name of components) expect(counts[`mt01/a/${name}`]).toBeGreaterThanOrEqual(told);
        }
      }
      for (const view of await everyReader<ReaderView>({ do: 'look' })) {
        const expected = Object.fromEntries(components.map((name) => [`mt01/a/${name}`, durable]));
        for (let round = 1; round <= rounds; round++) expected[`s${round}/x/temperature`] = 10;
        expect(view.counts).toEqual(expected);
      }
      await everyReader({ do: 'close' });
      await h5py.ask({ do: 'close' });
      for (const one of [writer, h5py, ...readers]) expect(await one.end()).toEqual({ exitCode: 0, stderr: '' });
    }, 1_200_000);

    function tell(
      round: number,
      durable: number,
      memory: number,
      views: readonly ReaderView[],
      seen?: SeenByH5py,
    ): void {
      const megabytes = [memory, ...views.map((view) => view.memory), seen?.memory ?? 0].map((bytes) => bytes / 1e6);
      const told = `${megabytes.map((value) => value.toFixed(0)).join(', ')} MB; early ${seen?.early}`;
      console.log(`${backend.name}, ${round} changes, ${durable} samples: writer, readers, h5py have ${told}`);
    }
  },
);
