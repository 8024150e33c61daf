import type { Hdf5Adapter } from '@h5tail/adapter';
import { systemClock } from '@h5tail/follower';
import { openMth5, recoverMth5, type Mth5File, type Run } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundledProgram } from '../../../../tooling/typescript/bundled-program.js';
import { LineProcess } from '../../../../tooling/typescript/line-process.js';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { blockOf, fiveChannels } from '../five-channels.js';
import type { RecordAnswer, RecordCommand } from '../programs/record-steps.js';
import { scratchFolder } from '../scratch-folder.js';
import { CheckedFollow, patternStart } from './checked-follow.js';

const place = { survey: 'demo', station: 'mt01', run: 'a' };
const channelPath = 'demo/mt01/a/hz';
/** Long enough for a writer that is slow. */
const timeoutMs = 20_000;
/** For follows that are to end by it. */
const shortMs = 300;

/** A session in a process of its own. */
class Recorder implements AsyncDisposable {
  readonly #process: LineProcess;
  written = 0;

  constructor(program: string, backend: string) {
    this.#process = new LineProcess(process.execPath, [program, backend]);
  }

  async step(command: RecordCommand): Promise<void> {
    expect(await this.#process.ask<RecordAnswer>(command), command.do).toMatchObject({ code: 'done' });
  }

  /** Appends, and has it flushed. */
  async append(count: number): Promise<void> {
    await this.step({ do: 'append', first: this.written, count, per: count % 500 === 0 ? 500 : count });
    await this.step({ do: 'flush' });
    this.written += count;
  }

  async kill(): Promise<void> {
    await this.#process.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.kill();
  }
}

describe.each(testBackends)('a follow of a session on $name', ({ name: backend, createAdapter }) => {
  const pathOf = scratchFolder();
  const program = bundledProgram(new URL('../programs/record-steps.ts', import.meta.url), 'record-steps');
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });

  /** A session with so many samples. */
  async function begun(path: string, count: number): Promise<Recorder> {
    const recorder = new Recorder(program(), backend);
    await recorder.step({ do: 'create', path, start: patternStart, flushSamples: 1000 });
    if (count > 0) await recorder.append(count);
    return recorder;
  }

  /** A closed file with so many samples. */
  async function closedFile(path: string, count: number): Promise<void> {
    const { file, run } = await fiveChannels(path, adapter, {}, { start: patternStart });
    if (count > 0) {
      await file.startSwmr();
      await run.append(blockOf(0, count));
    }
    await file.close();
  }

  async function reading(path: string): Promise<{ readonly file: Mth5File; readonly run: Run }> {
    const file = await openMth5(path, { adapter, mode: 'r', swmr: true });
    return { file, run: await file.run(place) };
  }

  it('that begins with the first sample gets all, and ends with the session', async () => {
    const path = pathOf('whole.h5');
    await using recorder = await begun(path, 0);
    const { file, run } = await reading(path);
    const whole = await CheckedFollow.ofRun(run, { timeoutMs });
    const channel = await CheckedFollow.ofChannel(await file.channel(channelPath), 4, { timeoutMs });
    for (const count of [1, 99, 4900]) {
      await recorder.append(count);
      expect(await whole.until(recorder.written)).toMatchObject({ next: recorder.written, end: null });
      expect(await channel.until(recorder.written)).toMatchObject({ next: recorder.written, end: null });
    }
    await recorder.step({ do: 'close' });
    expect(await whole.done).toMatchObject({ next: 5000, compared: 25_000, wrong: 0, fault: null, end: 'finished' });
    expect(await channel.done).toMatchObject({ next: 5000, compared: 5000, wrong: 0, fault: null, end: 'finished' });
    await file.close();
  });

  it('that begins in the middle gets the samples from there on', async () => {
    const path = pathOf('middle.h5');
    await using recorder = await begun(path, 3000);
    const { file, run } = await reading(path);
    const last = await CheckedFollow.ofRun(run, { timeoutMs, from: -250 });
    const more = await CheckedFollow.ofChannel(await file.channel(channelPath), 4, { timeoutMs, from: -5000 });
    const later = await CheckedFollow.ofRun(run, { timeoutMs, from: 3500, channels: ['ey', 'hx'] });
    expect(await last.until(3000)).toMatchObject({ next: 3000, compared: 1250, wrong: 0 });
    expect(await more.until(3000)).toMatchObject({ next: 3000, compared: 3000, wrong: 0 });
    await recorder.append(400);
    expect(await last.until(3400)).toMatchObject({ next: 3400, compared: 3250, wrong: 0 });
    expect(later.report).toMatchObject({ next: 3500, compared: 0 });
    await recorder.append(600);
    await recorder.step({ do: 'close' });
    expect(await last.done).toMatchObject({ next: 4000, compared: 6250, wrong: 0, fault: null, end: 'finished' });
    expect(await more.done).toMatchObject({ next: 4000, compared: 4000, wrong: 0, fault: null, end: 'finished' });
    expect(await later.done).toMatchObject({ next: 4000, compared: 1000, wrong: 0, fault: null, end: 'finished' });
    await file.close();
  });

  it('that begins before the session waits for it', async () => {
    const path = pathOf('before.h5');
    await closedFile(path, 0);
    const { file, run } = await reading(path);
    const follow = await CheckedFollow.ofRun(run, { timeoutMs });
    const channel = await CheckedFollow.ofChannel(await file.channel(channelPath), 4, { timeoutMs });
    await using recorder = new Recorder(program(), backend);
    await recorder.step({ do: 'open', path, flushSamples: 1000 });
    await recorder.append(700);
    expect(await follow.until(700)).toMatchObject({ next: 700, end: null });
    await recorder.append(300);
    await recorder.step({ do: 'close' });
    expect(await follow.done).toMatchObject({ next: 1000, compared: 5000, wrong: 0, fault: null, end: 'finished' });
    expect(await channel.done).toMatchObject({ next: 1000, compared: 1000, wrong: 0, fault: null, end: 'finished' });
    await file.close();
  });

  it('that begins after the end gets all, and waits for another session as long as it is told', async () => {
    const path = pathOf('after.h5');
    await closedFile(path, 2500);
    const { file, run } = await reading(path);
    const waiting = await CheckedFollow.ofRun(run, { timeoutMs: shortMs, endWhenClosed: false });
    const content = await CheckedFollow.ofRun(run, { timeoutMs });
    const all = { next: 2500, compared: 12_500, wrong: 0, fault: null };
    expect(await waiting.done).toEqual({ ...all, blocks: 1, end: 'idle-timeout' });
    expect((await content.done).end).toBe('closed');
    expect(await content.done).toMatchObject(all);
    await file.close();
  });

  it('of two sessions after one another, under one reader, loses nothing', async () => {
    const path = pathOf('two.h5');
    await using first = await begun(path, 1500);
    const { file, run } = await reading(path);
    const ending = await CheckedFollow.ofRun(run, { timeoutMs });
    await first.step({ do: 'close' });
    expect(await ending.done).toMatchObject({ next: 1500, compared: 7500, wrong: 0, end: 'finished' });

    const next = await CheckedFollow.ofRun(run, { timeoutMs, from: ending.report.next });
    await using second = new Recorder(program(), backend);
    second.written = 1500;
    await second.step({ do: 'open', path, flushSamples: 1000 });
    await second.append(1200);
    expect(await next.until(2700)).toMatchObject({ next: 2700, compared: 6000, wrong: 0, end: null });
    await second.step({ do: 'addStation', id: 'mt02' });
    await second.append(300);
    await second.step({ do: 'close' });
    expect(await next.done).toMatchObject({ next: 3000, compared: 7500, wrong: 0, fault: null, end: 'finished' });
    expect((await file.summary()).map(({ n_samples }) => n_samples)).toEqual([3000, 3000, 3000, 3000, 3000]);
    expect(await (await file.survey('demo')).stations()).toEqual(['mt01', 'mt02']);
    expect((await run.read()).channels).toEqual(blockOf(0, 3000));
    await file.close();
  });

  it('of a writer that is killed ends by time, and goes on after the recovery', async () => {
    const path = pathOf('killed.h5');
    const recorder = await begun(path, 1800);
    const { file, run } = await reading(path);
    const cut = await CheckedFollow.ofRun(run, { timeoutMs: shortMs });
    expect(await cut.until(1800)).toMatchObject({ next: 1800, wrong: 0 });
    await recorder.kill();
    expect(await cut.done).toMatchObject({ next: 1800, compared: 9000, wrong: 0, fault: null, end: 'idle-timeout' });
    expect(await file.isRecording()).toBe(true);
    expect(await recoverMth5(path, { adapter, writerIsGone: true, watchMs: 0 })).toMatchObject({
      outcome: 'recovered',
    });

    const { next: from } = cut.report;
    const resumed = await CheckedFollow.ofRun(run, { timeoutMs, from });
    await using again = new Recorder(program(), backend);
    again.written = from;
    await again.step({ do: 'open', path, flushSamples: 1000 });
    await again.append(700);
    await again.step({ do: 'close' });
    expect(await resumed.done).toMatchObject({ next: 2500, compared: 3500, wrong: 0, fault: null, end: 'finished' });
    await file.close();
  });

  it('that is left goes on where it was', async () => {
    const path = pathOf('left.h5');
    await using recorder = await begun(path, 1000);
    const { file, run } = await reading(path);
    const follow = await run.follow({ timeoutMs, blockSamples: 100 });
    const firsts: number[] = [];
    for (let turn = 0; turn < 5; turn++) {
      for await (const { first, count, channels } of follow) {
        firsts.push(first);
        expect(channels).toEqual(blockOf(first, count));
        if (firsts.length % 2 === 0) break;
      }
      expect(follow.position).toBe(firsts.length * 100);
      expect(follow.end).toBeUndefined();
    }
    expect(firsts).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    // One that is left while it waits loses nothing either.
    const waiting = follow[Symbol.asyncIterator]();
    const pending = waiting.next();
    await waiting.return?.();
    expect((await pending).done).toBe(true);
    await recorder.append(50);
    await recorder.step({ do: 'close' });
    for await (const { first, count, channels, upToDate } of follow) {
      expect([first, count, upToDate]).toEqual([1000, 50, true]);
      expect(channels).toEqual(blockOf(1000, 50));
    }
    expect([follow.position, follow.end?.reason]).toEqual([1050, 'finished']);
    await file.close();
  });

  it('that is aborted rejects with the reason, and another one goes on', async () => {
    const path = pathOf('aborted.h5');
    await using recorder = await begun(path, 600);
    const { file, run } = await reading(path);
    const abort = new AbortController();
    const aborted = await CheckedFollow.ofRun(run, { timeoutMs, signal: abort.signal });
    const beside = await CheckedFollow.ofRun(run, { timeoutMs });
    expect(await aborted.until(600)).toMatchObject({ next: 600, wrong: 0 });
    abort.abort(new Error('enough'));
    expect(await aborted.done).toMatchObject({ next: 600, wrong: 0, fault: 'Error: enough', end: null });
    await recorder.append(400);
    await recorder.step({ do: 'close' });
    expect(await beside.done).toMatchObject({ next: 1000, compared: 5000, wrong: 0, fault: null, end: 'finished' });
    await file.close();
  });

  it('that is aborted while it waits for a session rejects with the reason', async () => {
    const path = pathOf('aborted-before.h5');
    await closedFile(path, 10);
    const { file, run } = await reading(path);
    const abort = new AbortController();
    const follow = await CheckedFollow.ofRun(run, { timeoutMs: Infinity, signal: abort.signal });
    expect(await follow.until(10)).toMatchObject({ next: 10, wrong: 0 });
    abort.abort(new Error('enough'));
    expect(await follow.done).toMatchObject({ next: 10, wrong: 0, fault: 'Error: enough', end: null });
    await file.close();
  });

  it('of a slow consumer gets all, in blocks of the size that it asked for', async () => {
    const path = pathOf('slow.h5');
    await using recorder = await begun(path, 0);
    const { file, run } = await reading(path);
    let isFree = (): void => undefined;
    const free = new Promise<void>((resolve) => (isFree = resolve));
    const slow = await CheckedFollow.ofRun(run, { timeoutMs, blockSamples: 700 }, undefined, async () => {
      await free;
      await systemClock.sleep(1);
    });
    const quick = await CheckedFollow.ofRun(run, { timeoutMs });
    await recorder.append(500);
    expect(await quick.until(500)).toMatchObject({ next: 500 });
    await slow.until(500);
    await recorder.append(20_000);
    await recorder.step({ do: 'addStation', id: 'mt02' });
    await recorder.append(9500);
    await recorder.step({ do: 'close' });
    expect(await quick.done).toMatchObject({ next: 30_000, compared: 150_000, wrong: 0, end: 'finished' });
    expect(slow.report.next).toBe(500);
    isFree();
    const report = await slow.done;
    expect(report).toMatchObject({ next: 30_000, compared: 150_000, wrong: 0, fault: null, end: 'finished' });
    expect(report.blocks).toBe(1 + Math.ceil(29_500 / 700));
    await file.close();
  });
});
