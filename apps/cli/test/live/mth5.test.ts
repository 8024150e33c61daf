import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { SimulatedField, simulatedChannels } from '../../src/commands/mth5/simulate/simulated-field.js';
import { Mth5H5pyWriter } from './mth5-h5py-writer.js';
import { bin, programOn, type Program } from './program.js';
import { temporaryFolder } from './temporary-folder.js';

const python = pythonForInterop();
const field = '/Experiment/Surveys/demo/Stations/mt01/a';

interface Line {
  readonly channel: string;
  readonly samples: number;
  readonly state: string;
}

/** The newest line of each channel. */
function latestOf({ lines }: Pick<Program, 'lines'>): Record<string, Line> {
  return Object.fromEntries(lines.map((text) => JSON.parse(text) as Line).map((line) => [line.channel, line]));
}

function samplesOf(lines: readonly string[]): number[] {
  return lines.flatMap((text) => (JSON.parse(text) as { samples: number[] }).samples);
}

describe.each(testBackends)('MTH5 files on $name', ({ name }) => {
  const folder = temporaryFolder();
  const { start, run } = programOn(name);

  async function initialised(file: string): Promise<string> {
    const path = join(folder, file);
    const place = ['--survey', 'demo', '--station', 'mt01', '--run', 'a', '--start', '2026-03-01T12:00:00'];
    const { exitCode } = await run(['mth5', 'init', path, ...place, '--channels', 'ex,ey', '--sample-rate', '10']);
    expect(exitCode).toBe(0);
    return path;
  }

  it('are recorded by one process, watched by another and printed by a third', async () => {
    const path = join(folder, 'live.h5');
    const environment = { CI: 'true' };
    await using simulate = start(
      ['mth5', 'simulate', path, '--station', 'mt01', '--sample-rate', '200', '--ack', '--flush-ms', '50'],
      { environment },
    );
    await simulate.line(1);
    await using monitor = start(['mth5', 'monitor', path, '--timeout', '60'], { environment });
    const object = 'default_survey/mt01/a/hx';
    await using cat = start(['mth5', 'cat', path, object, '--follow', '--timeout', '60'], { environment });
    await expect.poll(() => latestOf(monitor)[object]?.samples ?? 0, { timeout: 30_000 }).toBeGreaterThan(100);
    await expect.poll(() => samplesOf(cat.lines).length, { timeout: 30_000 }).toBeGreaterThan(100);
    simulate.child.kill('SIGINT');
    const { exitCode, stderr } = await simulate.ended;
    const recorded = Number(/interrupted; (\d+) samples of each channel recorded/.exec(stderr)?.[1]);
    expect(exitCode).toBe(130);
    expect(await monitor.ended).toMatchObject({
      exitCode: 0,
      stderr: 'h5tail: 5 channels, finished: nobody records any more\n',
    });
    expect(await cat.ended).toMatchObject({
      exitCode: 0,
      stderr: `h5tail: ${recorded} samples, finished: the session has ended\n`,
    });
    expect(samplesOf(cat.lines)).toEqual([...new SimulatedField('hx', 1).samples(0, recorded)]);
    expect(JSON.parse(simulate.lines.at(-1) ?? '')).toEqual({ durable: recorded });
    expect(Object.values(latestOf(monitor))).toMatchObject(
      simulatedChannels.map((id) => ({ channel: `default_survey/mt01/a/${id}`, samples: recorded, state: 'finished' })),
    );
  });

  it('keep what was acknowledged when their writer is killed, and say that it is gone', async () => {
    const path = join(folder, 'killed.h5');
    await using simulate = start(['mth5', 'simulate', path, '--ack', '--flush-ms', '20']);
    await simulate.line(3);
    await using monitor = start(['mth5', 'monitor', path, '--timeout', '5']);
    await monitor.line(5);
    simulate.child.kill('SIGKILL');
    await simulate.ended;
    const { durable } = JSON.parse(simulate.lines.at(-1) ?? '') as { durable: number };
    const { exitCode, stderr } = await monitor.ended;
    expect(exitCode).toBe(3);
    expect(stderr).toContain('its writer is gone and has not closed the file');
    expect(Object.values(latestOf(monitor)).map(({ state }) => state)).toEqual(Array(5).fill('writer-gone'));
    const cat = await run(['mth5', 'cat', path, 'default_survey/sim01/a/ey', '--block', '100000']);
    const samples = samplesOf(cat.lines);
    expect(samples.length).toBeGreaterThanOrEqual(durable);
    expect(samples).toEqual([...new SimulatedField('ey', 1).samples(0, samples.length)]);
    const summary = await run(['mth5', 'summary', path, '--json']);
    expect(summary.lines.map((line) => (JSON.parse(line) as { n_samples: number }).n_samples)).toEqual(
      Array(5).fill(samples.length),
    );
  });

  it('print into pipes that close early', async () => {
    const path = join(folder, 'piped.h5');
    const recording = ['mth5', 'simulate', path, '--seconds', '2000', '--speed', 'full'];
    expect((await run(recording)).exitCode).toBe(0);
    const self = `'${process.execPath}' '${bin}'`;
    const script = [
      `set -e -o pipefail; h5tail() { ${self} "$@" --backend ${name}; }; cd '${folder}'`,
      'h5tail mth5 cat piped.h5 default_survey/sim01/a/ex | head -1 | cut -c 1-24',
      'h5tail mth5 cat piped.h5 default_survey/sim01/a --follow --timeout inf | head -1 | cut -c 1-32',
      'h5tail mth5 summary piped.h5 | head -1 | cut -c 1-6',
    ].join('\n');
    const { status, stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(stdout.split('\n')).toEqual(['{"start": 0, "samples": ', '{"start": 0, "channels": {"ex": ', 'survey', '']);
    expect(status).toBe(0);
  });

  describe.skipIf(python === undefined)('with h5py writing in another process', () => {
    it.each(['stale', 'empty'] as const)('are summed up as they are although the table is %s', async (table) => {
      const path = await initialised(`h5py-${table}.h5`);
      await using writer = await Mth5H5pyWriter.start(python as string, path, table);
      await using monitor = start(['mth5', 'monitor', path, '--timeout', '60']);
      await using cat = start(['mth5', 'cat', path, 'demo/mt01/a', '--follow', '--timeout', '60']);
      await monitor.line(2);
      for (const count of [1, 2, 3]) {
        const values = Array.from({ length: 10 }, (_, i) => 10 * (count - 1) + i + 1);
        await writer.append({ [`${field}/ex`]: values, [`${field}/ey`]: values.map((value) => -value) });
        const { lines } = await run(['mth5', 'summary', path, '--json']);
        const end = `2026-03-01T12:00:0${count - 1}.900000+00:00`;
        expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
          { component: 'ex', n_samples: 10 * count, end, has_data: true, hdf5_reference: `${field}/ex` },
          { component: 'ey', n_samples: 10 * count, end, has_data: true, hdf5_reference: `${field}/ey` },
        ]);
        await expect
          .poll(() => latestOf(monitor), { timeout: 30_000 })
          .toMatchObject({ 'demo/mt01/a/ex': { samples: 10 * count, end }, 'demo/mt01/a/ey': { samples: 10 * count } });
      }
      await writer.close();
      expect(await monitor.ended).toMatchObject({ exitCode: 0 });
      expect(Object.values(latestOf(monitor))).toMatchObject([{ state: 'finished' }, { state: 'finished' }]);
      const ended = await cat.ended;
      expect([ended.exitCode, ended.stderr]).toEqual([
        0,
        'h5tail: 30 samples, closed: the writer has closed the file\n',
      ]);
      const blocks = cat.lines.map((line) => JSON.parse(line) as { channels: Record<'ex' | 'ey', number[]> });
      const expected = Array.from({ length: 30 }, (_, i) => i + 1);
      expect(blocks.flatMap(({ channels }) => channels.ex)).toEqual(expected);
      expect(blocks.flatMap(({ channels }) => channels.ey)).toEqual(expected.map((value) => -value));
    });
  });
});
