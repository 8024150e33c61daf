import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, type Mth5File } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { LineProcess } from '../../../../tooling/typescript/line-process.js';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { blockOf, components, fiveChannels } from '../five-channels.js';
import { scratchFolder } from '../scratch-folder.js';
import { CheckedFollow, fiveChannelPattern, patternStart, type Expected } from './checked-follow.js';

const python = pythonForInterop();
const programOf = (name: string): string => fileURLToPath(new URL(`../../python/${name}`, import.meta.url));
const timeoutMs = 20_000;

/** A file whose channels another program appends to. */
interface Foreign {
  readonly pattern: 'five' | 'reference';
  readonly run: string;
  readonly place: { readonly survey: string; readonly station: string; readonly run: string };
  readonly samples: number;
  readonly expected: Expected;
  /** Time of a sample, as the table has it. */
  readonly endOf: (samples: number) => string;
  readonly make: (path: string, adapter: Hdf5Adapter) => Promise<void>;
}

/** A time as Python writes it, which leaves out what is zero. */
function pythonText(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  return text.endsWith('.000Z') ? text.replace('.000Z', '+00:00') : text.replace('Z', '000+00:00');
}

const ours: Foreign = {
  pattern: 'five',
  run: '/Experiment/Surveys/demo/Stations/mt01/a',
  place: { survey: 'demo', station: 'mt01', run: 'a' },
  samples: 1000,
  expected: fiveChannelPattern,
  endOf: (samples) => pythonText(Date.parse(patternStart) + (samples - 1) * 10),
  make: async (path, adapter) => {
    const { file, run } = await fiveChannels(path, adapter, {}, { start: patternStart });
    await file.startSwmr();
    await run.append(blockOf(0, 1000));
    await file.close();
  },
};

const reference: Foreign = {
  pattern: 'reference',
  run: '/Experiment/Surveys/test/Stations/mt001/a',
  place: { survey: 'test', station: 'mt001', run: 'a' },
  samples: 5000,
  expected: {
    start: BigInt(Date.UTC(2026, 0, 2, 3, 4, 5)) * 1_000_000n,
    interval: 125_000_000n,
    sampleOf: (channel, index) => ((7 * index + 1000 * channel) % 20_011) - 10_005,
  },
  endOf: (samples) => pythonText(Date.UTC(2026, 0, 2, 3, 4, 5) + (samples - 1) * 125),
  make: (path) => {
    // Its table says half of what there is.
    const made = spawnSync(python as string, [programOf('make_reference_file.py'), '--table=stale', path]);
    expect([made.status, made.stderr.toString()]).toEqual([0, '']);
    return Promise.resolve();
  },
};

describe.runIf(python !== undefined).each(testBackends)('h5py appends, and $name reads', ({ name, createAdapter }) => {
  const pathOf = scratchFolder();
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });

  async function expectTable(file: Mth5File, { endOf }: Foreign, samples: number): Promise<void> {
    const rows = await file.summary();
    expect(rows.map(({ component }) => component)).toEqual(components);
    for (const row of rows) expect(row).toMatchObject({ n_samples: samples, end: endOf(samples), has_data: true });
  }

  async function expectSamples(file: Mth5File, { place, expected }: Foreign, samples: number): Promise<void> {
    const { channels, count } = await (await file.run(place)).read();
    expect(count).toBe(samples);
    for (const [number, component] of components.entries()) {
      const wanted = Int32Array.from({ length: samples }, (_, index) => expected.sampleOf(number, index));
      expect(channels[component], component).toEqual(wanted);
    }
  }

  it.each([
    ['ours', ours],
    ['one of MTH5 with a stale table', reference],
  ])('to a file that is %s', async (kind, foreign) => {
    const path = pathOf(`${kind} ${name}.h5`);
    await foreign.make(path, adapter);
    await using writer = new LineProcess(python as string, [programOf('append_live.py')]);
    await writer.ask({ do: 'open', path, run: foreign.run, pattern: foreign.pattern });
    const file = await openMth5(path, { adapter, mode: 'r', swmr: true });
    const run = await file.run(foreign.place);
    const { samples, expected } = foreign;
    await expectTable(file, foreign, samples);
    expect(await file.isRecording()).toBe(true);

    const whole = await CheckedFollow.ofRun(run, { timeoutMs }, expected);
    const recent = await CheckedFollow.ofChannel(await run.channel('hz'), 4, { timeoutMs, from: -10 }, expected);
    let length = samples;
    for (const count of [1, 99, 3000, 20_000, 7]) {
      expect(await writer.ask({ do: 'append', count })).toEqual({ length: length + count });
      length += count;
      expect(await whole.until(length)).toMatchObject({ next: length, compared: 5 * length, wrong: 0, end: null });
      expect(await recent.until(length)).toMatchObject({ next: length, compared: length - samples + 10, wrong: 0 });
      await expectTable(file, foreign, length);
    }
    await expectSamples(file, foreign, length);
    await writer.ask({ do: 'close' });
    expect(await whole.done).toMatchObject({ next: length, wrong: 0, fault: null, end: 'closed' });
    expect(await recent.done).toMatchObject({ next: length, wrong: 0, fault: null, end: 'closed' });
    expect(await file.isRecording()).toBe(false);
    await expectTable(file, foreign, length);
    await file.close();
    expect(await writer.end()).toEqual({ exitCode: 0, stderr: '' });

    // Who opens it later finds the same.
    await using later = await openMth5(path, { adapter, mode: 'r' });
    await expectTable(later, foreign, length);
    await expectSamples(later, foreign, length);
  });

  it('to a file of ours that a follow waits for, and after that we go on', async () => {
    const path = pathOf(`in turns ${name}.h5`);
    await ours.make(path, adapter);
    const reader = await openMth5(path, { adapter, mode: 'r', swmr: true });
    const follow = await CheckedFollow.ofRun(await reader.run(ours.place), { timeoutMs, from: 1000 });
    await using writer = new LineProcess(python as string, [programOf('append_live.py')]);
    await writer.ask({ do: 'open', path, run: ours.run, pattern: 'five' });
    await writer.ask({ do: 'append', count: 500 });
    expect(await follow.until(1500)).toMatchObject({ next: 1500, wrong: 0, end: null });
    await writer.ask({ do: 'close' });
    expect(await follow.done).toMatchObject({ next: 1500, compared: 2500, wrong: 0, fault: null, end: 'closed' });
    await reader.close();

    // The table that h5py has let fall behind is right again before readers go by it.
    await using session = await openMth5(path, { adapter, mode: 'r+', swmr: true });
    await using live = await openMth5(path, { adapter, mode: 'r', swmr: true });
    await expectTable(live, ours, 1500);
    await (await session.run(ours.place)).append(blockOf(1500, 250));
    await session.flush();
    await expectTable(live, ours, 1750);
    await expectSamples(live, ours, 1750);
  });
});
