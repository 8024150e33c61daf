import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { FollowReader, framePattern, LiveWriter, pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { lastLine } from './frame-lines.js';
import { programOn, type Program } from './program.js';
import { temporaryFolder } from './temporary-folder.js';

const python = pythonForInterop() as string;
const frameShape = [6, 8];
const result = '/entry/results/data_sum';

function sumOf(index: number): number {
  return framePattern(index, frameShape, 'uint16').reduce((sum: number, value: number) => sum + value, 0);
}

/** Points with a key, by lines that say their sums. */
function expectSums(lines: readonly string[], count: number): void {
  const sums = lines.map((line) => {
    const { index, data } = JSON.parse(line) as { index: number; data: Record<string, { values: number[] }> };
    return [index, ...(data[result]?.values ?? [])];
  });
  expect(sums).toEqual(Array.from({ length: count }, (_, index) => [index, sumOf(index)]));
}

describe.skipIf(pythonForInterop() === undefined).each(testBackends)('an output of follow on $name', ({ name }) => {
  const folder = temporaryFolder();
  const { start, run } = programOn(name);
  const spec = { data: '/data', keys: ['/keys'], frameShape, dtype: 'uint16' } as const;

  const into = (scan: string, output: string, ...flags: string[]): Program =>
    start(['follow', scan, '--keys', '/keys', '--data', '/data', '--wait', '--output', output, ...flags]);
  /** What the first line on stderr says. */
  const commandOf = async (follow: Program): Promise<string[]> => {
    const said = await follow.said('--finished /entry/finished\n');
    return (/ (follow \/\S+ .*)\n/.exec(said)?.[1] ?? '').split(' ');
  };

  it('is followed by h5tail and read by h5py while it grows, every sum right', { timeout: 90_000 }, async () => {
    const [scan, output] = [join(folder, 'scan.h5'), join(folder, 'sums.h5')];
    const frames = 400;
    await using writer = await LiveWriter.start({ python });
    await using reader = await FollowReader.start({ python });
    await using first = into(scan, output, '--quiet');
    await writer.step({ do: 'create_scan', path: scan, ...spec, frames });
    await using second = start([...(await commandOf(first)), '--values']);
    await reader.step({ do: 'open', path: output });
    const written = writer.scan({ ...spec, frames, intervalMs: 5 }).done;
    const seen = new Set<number>();
    for (let ready = 0; ready < frames;) {
      const keys = await reader.step({ do: 'read', dataset: '/entry/keys', refresh: true });
      ready = (keys.data as number[]).filter((key) => key === 1).length;
      if (seen.has(ready)) continue;
      seen.add(ready);
      const sums = await reader.step({ do: 'read', dataset: result, refresh: true });
      expect(sums.dtype).toMatchObject({ class: 'integer', size: 8 });
      const expected = Array.from({ length: ready }, (_, index) => `${sumOf(index)}`);
      expect((sums.data as string[]).slice(0, ready)).toEqual(expected);
    }
    // It was read while it grew, not only at the end.
    expect(seen.size).toBeGreaterThan(5);
    await written;
    expect(await first.ended).toMatchObject({ exitCode: 0 });
    expect(first.lines).toEqual([]);
    expect(await second.ended).toMatchObject({
      exitCode: 0,
      stderr: lastLine(`${frames} frames, complete: every key is set`),
    });
    expectSums(second.lines, frames);
    const finished = await reader.step({ do: 'read', dataset: '/entry/finished', refresh: true });
    expect(finished.data).toEqual([1]);
  });

  it('has the shape of a grid, and numbers that h5dump reads', async () => {
    const [scan, output] = [join(folder, 'grid.h5'), join(folder, 'grid-sums.h5')];
    await using writer = await LiveWriter.start({ python });
    await using follow = into(scan, output);
    await writer.scan({ ...spec, path: scan, frames: 15, grid: [3, 5], growing: true, bounded: true }).done;
    expect(await follow.ended).toMatchObject({ exitCode: 0 });
    expect(follow.lines).toHaveLength(15);
    const dump = spawnSync('h5dump', ['-y', '-w', '0', '-d', result, output], { encoding: 'utf8' });
    expect([dump.status, dump.stderr]).toEqual([0, '']);
    expect(dump.stdout).toContain('SIMPLE { ( 3, 5 ) / ( 3, 5 ) }');
    const numbers = /DATA \{([^}]*)\}/.exec(dump.stdout)?.[1]?.match(/\d+/g)?.map(Number);
    expect(numbers).toEqual(Array.from({ length: 15 }, (_, index) => sumOf(index)));
  });

  it.each([
    ['SIGKILL', null],
    ['SIGINT', 130],
  ] as const)('can be read with all that was told after %s in the middle', async (signal, exitCode) => {
    const [scan, output] = [join(folder, `${signal}.h5`), join(folder, `${signal}-sums.h5`)];
    await using writer = await LiveWriter.start({ python });
    // A point that never comes, so that it is over only with the signal.
    const holding = { ...spec, frames: 700, gap: [600] };
    await using follow = into(scan, output, '--timeout', '60');
    await writer.step({ do: 'create_scan', path: scan, ...holding });
    const command = await commandOf(follow);
    await using live = start([...command, '--values']);
    const written = writer.scan({ ...holding, intervalMs: 2 }).done;
    await live.line(100);
    follow.child.kill(signal);
    const ended = await follow.ended;
    expect([ended.exitCode, ended.signal]).toEqual([exitCode, exitCode === null ? signal : null]);
    await live[Symbol.asyncDispose]();
    const after = await run([...command, '--values', '--timeout', '0.2']);
    // A killed writer leaves the file open; one that was stopped has closed it.
    expect(after.exitCode).toBe(exitCode === null ? 3 : 0);
    expect(after.lines.length).toBeGreaterThanOrEqual(100);
    if (exitCode !== null) expect(after.lines).toHaveLength(follow.lines.length);
    expectSums(after.lines, after.lines.length);
    await using reader = await FollowReader.start({ python });
    await reader.step({ do: 'open', path: output });
    const { data } = await reader.step({ do: 'read', dataset: '/entry/finished' });
    expect(data).toEqual([0]);
    await written;
  });
});
