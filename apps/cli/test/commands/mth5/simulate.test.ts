import { join } from 'node:path';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';
import { SimulatedField, simulatedChannels } from '../../../src/commands/mth5/simulate/simulated-field.js';
import { FakeClock } from '../../fake-clock.js';
import { FakeProcess } from '../../fake-environment.js';
import { temporaryFolder } from '../../live/temporary-folder.js';

const start = ['--start', '2026-03-01T12:00:00'];

describe.each(testBackends)('mth5 simulate on $name', ({ createAdapter }) => {
  const folder = temporaryFolder();
  let adapter: Hdf5Adapter;

  beforeAll(async () => {
    adapter = await createAdapter();
  });

  async function run(...args: readonly string[]): Promise<FakeProcess> {
    const process = new FakeProcess({ adapter });
    expect(await process.run('mth5', ...args)).toBe(0);
    return process;
  }

  it('records five channels, whose samples depend on their number and the seed', async () => {
    const path = join(folder, 'full.h5');
    const flags = [
      '--seconds',
      '50',
      '--sample-rate',
      '200',
      '--speed',
      'full',
      '--seed',
      '3',
      '--station',
      'mt07',
      '--ack',
    ];
    const { output, stderr } = await run('simulate', path, ...flags, ...start);
    expect(output.at(-1)).toEqual({ durable: 10_000 });
    expect(stderr.lines).toEqual([`h5tail: 10000 samples of each channel recorded, ${path} is closed`]);
    const cat = await run('cat', path, 'default_survey/mt07/a', '--block', '10000');
    expect(cat.output).toEqual([
      {
        start: 0,
        channels: Object.fromEntries(
          simulatedChannels.map((name) => [name, [...new SimulatedField(name, 3).samples(0, 10_000)]]),
        ),
      },
    ]);
    const summary = await run('summary', path, '--runs', '--json');
    expect(summary.output).toMatchObject([
      { start: '2026-03-01T12:00:00+00:00', end: '2026-03-01T12:00:49.995000+00:00', sample_rate: 200, has_data: true },
    ]);
  });

  it('records as fast as the clock goes', async () => {
    const path = join(folder, 'real.h5');
    const clock = new FakeClock();
    const process = new FakeProcess({ adapter, clock });
    expect(await process.run('mth5', 'simulate', path, '--seconds', '5', '--sample-rate', '10')).toBe(0);
    expect(clock.time).toBeGreaterThanOrEqual(5000);
    // The flushes sleep, too.
    expect(clock.time).toBeLessThan(6000);
    const summary = await run('summary', path, '--json');
    expect(summary.output).toMatchObject(simulatedChannels.map((component) => ({ component, n_samples: 50 })));
  });

  it('goes on in a file that is there: in the run, or in another one where time has passed', async () => {
    const path = join(folder, 'twice.h5');
    const flags = ['--seconds', '1', '--speed', 'full'];
    await run('simulate', path, ...flags, '--start', '2026-03-01T12:00:00');
    await run('simulate', path, ...flags, '--start', '2026-03-01T12:00:01');
    await run('simulate', path, ...flags, '--start', '2026-03-01T12:00:09');
    const { output } = await run('summary', path, '--runs', '--json');
    expect(output).toMatchObject([
      { run: 'a', n_samples: 200, start: '2026-03-01T12:00:00+00:00' },
      { run: 'b', n_samples: 100, start: '2026-03-01T12:00:09+00:00' },
    ]);
  });

  it('refuses another rate for a run that is there', async () => {
    const path = join(folder, 'rate.h5');
    await run('simulate', path, '--seconds', '1', '--speed', 'full', ...start);
    const process = new FakeProcess({ adapter });
    expect(await process.run('mth5', 'simulate', path, '--sample-rate', '8', '--seconds', '1')).toBe(1);
    expect(process.stderr.text).toContain('samples at 8 per second do not fit a channel of 100');
    const { output } = await run('summary', path, '--runs', '--json');
    expect(output).toMatchObject([{ run: 'a', n_samples: 100 }]);
  });

  it('closes the file at a signal', async () => {
    const path = join(folder, 'stopped.h5');
    const process = new FakeProcess({ adapter });
    process.stdout.onText = () => process.stop('SIGTERM');
    expect(await process.run('mth5', 'simulate', path, '--ack', '--flush-ms', '20')).toBe(143);
    expect(process.stderr.text).toMatch(/^h5tail: terminated; \d+ samples? of each channel recorded, .* is closed\n$/);
    const monitor = await run('monitor', path);
    expect(monitor.output).toHaveLength(5);
    expect(monitor.output).toMatchObject([{ state: 'finished' }, {}, {}, {}, {}]);
  });

  it('records on when nobody reads what is durable', async () => {
    const path = join(folder, 'unread.h5');
    const process = new FakeProcess({ adapter });
    process.stdout.failure = 'EPIPE';
    await process.run('mth5', 'simulate', path, '--ack', '--seconds', '20', '--speed', 'full');
    expect((await run('summary', path, '--runs', '--json')).output).toMatchObject([{ n_samples: 2000 }]);
  });
});
