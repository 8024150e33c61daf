import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createDemoView, type DemoProgress } from '../../src/commands/demo/demo-view.js';
import { Delays } from '../../src/commands/demo/delays.js';
import { createContext, type CliContext } from '../../src/context.js';
import { FakeProcess } from '../fake-environment.js';

function progress(received: number): DemoProgress {
  const frameShape = [8, 8];
  return { received, total: 20, framesPerSecond: 50, delayMs: 1.234, values: new Uint16Array(64).fill(80), frameShape };
}

function contextOf(process: FakeProcess, clock = { time: 0 }): CliContext {
  const { environment } = process;
  return createContext({ ...environment, clock: { ...environment.clock, now: () => clock.time } });
}

describe('the view of the demo', () => {
  it('is a line for every tenth of the frames where there is no terminal', async () => {
    const process = new FakeProcess();
    const context = contextOf(process);
    const view = createDemoView(context);
    for (let received = 1; received <= 20; received++) await view.show(progress(received));
    view.end();
    await context.output.finish();
    expect(process.stdout.lines).toHaveLength(10);
    expect(process.stdout.lines[0]).toBe('   2 of 20 frames   50.0/s   median delay 1.2 ms');
  });

  it('is a picture that fits the terminal, drawn at most some ten times a second', async () => {
    const process = new FakeProcess({ isTTY: true });
    Object.assign(process.stdout, { rows: 12, columns: 30, getColorDepth: () => 24 });
    const clock = { time: 0 };
    const view = createDemoView(contextOf(process, clock));
    for (let received = 1; received < 20; received++, clock.time += 20) await view.show(progress(received));
    await view.show(progress(20));
    view.end();
    const drawings = process.stdout.text.split('\u001B[J').slice(0, -1);
    expect(drawings).toHaveLength(6);
    const lines = stripVTControlCharacters(drawings.at(-1) as string)
      .trimStart()
      .split('\n');
    expect(lines.slice(0, -1)).toEqual([
      ...Array.from({ length: 8 }, () => '▀'.repeat(16)),
      '━'.repeat(29),
      '20 of 20 frames   50.0/s   me',
    ]);
  });
});

it('takes the usual size for a terminal that does not know its own', async () => {
  const process = new FakeProcess({ isTTY: true });
  Object.assign(process.stdout, { rows: 0, columns: 0, getColorDepth: () => 1 });
  await createDemoView(contextOf(process)).show(progress(20));
  expect(process.stdout.text).toContain(`\n${'━'.repeat(64)}`);
});

describe('Delays', () => {
  it('gives the median of what is known, also of times that are told late', () => {
    const flushTimes: number[] = [];
    const delays = new Delays(flushTimes);
    expect(delays.medianMs).toBeUndefined();
    for (const [index, time] of [100, 205, 301, 401].entries()) delays.arrived(index, time);
    flushTimes.push(101, 200, 300);
    expect(delays.medianMs).toBe(1);
    expect(delays.recentMedianMs).toBe(1);
  });

  it('looks at a bounded number of frames while they come, and at all of them at the end', () => {
    const looked = new Set<string>();
    const times = Array.from({ length: 10_000 }, (_, index) => index);
    const flushTimes = new Proxy(times, {
      get: (target, key) => (looked.add(String(key)), Reflect.get(target, key) as unknown),
    });
    const delays = new Delays(flushTimes);
    for (let index = 0; index < 10_000; index++) delays.arrived(index, index + (index < 9000 ? 1 : 5));
    expect(delays.recentMedianMs).toBe(5);
    expect(looked.size).toBeLessThanOrEqual(200);
    expect(delays.medianMs).toBe(1);
  });
});
