import type { Hdf5File } from '@h5tail/adapter';
import { describe, expect, it } from 'vitest';
import { fileChangeWakeUp } from '../src/file-change-wake-up.js';
import { SimulatedClock } from './simulated-clock.js';

/** A file that tells of changes when it is asked to. */
class TellingFile {
  readonly listeners = new Set<() => void>();

  watch(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  change(): void {
    for (const listener of this.listeners) listener();
  }
}

const silent = { watch: () => null };
const { signal } = new AbortController();
const pollIntervalMs = { min: 1, max: 50 };

function filesOf(...files: object[]): Hdf5File[] {
  return files as Hdf5File[];
}

describe('fileChangeWakeUp', () => {
  it('wakes as soon as one of the files changes', async () => {
    const [one, other] = [new TellingFile(), new TellingFile()];
    const clock = new SimulatedClock();
    const wakeUp = fileChangeWakeUp({
      files: filesOf(one, other, silent),
      clock,
      pollIntervalMs: { min: 10, max: 50 },
    });
    clock.at(7, () => other.change());
    await wakeUp.wait(Infinity, signal);
    // The first change came earlier after the last poll than two polls may follow each other.
    expect(clock.now()).toBe(10);
    wakeUp.polled(false);
    clock.at(25, () => one.change());
    await wakeUp.wait(Infinity, signal);
    expect(clock.now()).toBe(25);
    expect(wakeUp.name).toBe('file-change');
  });

  it('polls besides, because a notification may get lost', async () => {
    const clock = new SimulatedClock();
    const wakeUp = fileChangeWakeUp({ files: filesOf(new TellingFile()), clock, pollIntervalMs });
    for (let poll = 0; poll < 3; poll++) {
      await wakeUp.wait(Infinity, signal);
      wakeUp.polled(false);
    }
    expect(clock.sleeps).toEqual([50, 50, 50]);
  });

  it('polls adaptively once there was progress that no change told of, until one does', async () => {
    const file = new TellingFile();
    const clock = new SimulatedClock();
    const wakeUp = fileChangeWakeUp({ files: filesOf(file), clock, pollIntervalMs });
    for (const progress of [true, false, false, true, false]) {
      await wakeUp.wait(Infinity, signal);
      wakeUp.polled(progress);
    }
    expect(clock.sleeps).toEqual([50, 1, 1, 2, 1]);
    file.change();
    await wakeUp.wait(Infinity, signal);
    wakeUp.polled(true);
    await wakeUp.wait(Infinity, signal);
    expect(clock.sleeps.at(-1)).toBe(50);
  });

  it('polls adaptively where not all files tell', async () => {
    const clock = new SimulatedClock();
    const wakeUp = fileChangeWakeUp({ files: filesOf(new TellingFile(), silent), clock, pollIntervalMs });
    for (let poll = 0; poll < 8; poll++) {
      await wakeUp.wait(Infinity, signal);
      wakeUp.polled(false);
    }
    expect(clock.sleeps).toEqual([1, 2, 4, 8, 16, 32, 50, 50]);
  });

  it('is plain polling where no file tells', () => {
    const wakeUp = fileChangeWakeUp({ files: filesOf(silent), clock: new SimulatedClock(), pollIntervalMs });
    expect(wakeUp.name).toBe('polling');
    wakeUp.close();
  });

  it('does not poll more often than the least interval in a storm of changes', async () => {
    const file = new TellingFile();
    const clock = new SimulatedClock();
    const wakeUp = fileChangeWakeUp({ files: filesOf(file), clock, pollIntervalMs: { min: 10, max: 50 } });
    for (let time = 0; time < 100; time += 0.5) clock.at(time, () => file.change());
    let polls = 0;
    while (clock.now() < 100) {
      await wakeUp.wait(Infinity, signal);
      wakeUp.polled(true);
      polls++;
    }
    expect(polls).toBeLessThanOrEqual(11);
    expect(polls).toBeGreaterThanOrEqual(10);
  });

  it('polls further and further apart while changes bring no progress, which ends that', async () => {
    const file = new TellingFile();
    const clock = new SimulatedClock();
    const wakeUp = fileChangeWakeUp({ files: filesOf(file), clock, pollIntervalMs });
    for (let time = 0; time < 100; time += 0.025) clock.at(time, () => file.change());
    const polls: number[] = [];
    while (clock.now() < 80) {
      await wakeUp.wait(Infinity, signal);
      polls.push(Math.round(clock.now()));
      wakeUp.polled(polls.length === 8);
    }
    expect(polls).toEqual([1, 2, 4, 8, 16, 26, 36, 46, 47, 48, 50, 54, 62, 72, 82]);
  });

  it('polls at once after a quiet time', async () => {
    const file = new TellingFile();
    const clock = new SimulatedClock();
    const wakeUp = fileChangeWakeUp({ files: filesOf(file), clock, pollIntervalMs: { min: 1, max: 1e6 } });
    for (let time = 0; time < 50; time++) clock.at(time, () => file.change());
    while (clock.now() < 50) {
      await wakeUp.wait(Infinity, signal);
      wakeUp.polled(false);
    }
    const quietUntil = clock.now() + 20;
    clock.at(quietUntil, () => file.change());
    await wakeUp.wait(Infinity, signal);
    expect(clock.now()).toBe(quietUntil);
  });

  it('forgets the noise before a quiet time, also right after a poll', async () => {
    const file = new TellingFile();
    const clock = new SimulatedClock();
    const wakeUp = fileChangeWakeUp({ files: filesOf(file), clock, pollIntervalMs });
    const poll = async (): Promise<void> => {
      await wakeUp.wait(Infinity, signal);
      wakeUp.polled(false);
    };
    for (let time = 0; time < 100; time++) clock.at(time, () => file.change());
    while (clock.now() < 150) await poll();
    const quietPoll = clock.now();
    clock.at(quietPoll + 0.25, () => file.change());
    await poll();
    expect(clock.now()).toBe(quietPoll + 1);
  });

  it('keeps the pause between the bounds that are given', async () => {
    const file = new TellingFile();
    const clock = new SimulatedClock();
    const wakeUp = fileChangeWakeUp({ files: filesOf(file), clock, pollIntervalMs: { min: 1, max: 3 } });
    for (let time = 0; time < 30; time += 0.5) clock.at(time, () => file.change());
    const polls: number[] = [];
    while (clock.now() < 12) {
      await wakeUp.wait(Infinity, signal);
      polls.push(clock.now());
      wakeUp.polled(false);
    }
    expect(polls).toEqual([1, 2, 4, 7, 10, 13]);
  });

  it('keeps a change that comes in the middle of a poll', async () => {
    const file = new TellingFile();
    const clock = new SimulatedClock();
    const wakeUp = fileChangeWakeUp({ files: filesOf(file), clock, pollIntervalMs: { min: 1, max: 50 } });
    for (let poll = 0; poll < 6; poll++) {
      await wakeUp.wait(Infinity, signal);
      wakeUp.polled(false);
    }
    file.change();
    const before = clock.now();
    await wakeUp.wait(Infinity, signal);
    expect(clock.now() - before).toBe(1);
  });

  it('waits no longer than asked for after a change', async () => {
    const file = new TellingFile();
    const clock = new SimulatedClock();
    const wakeUp = fileChangeWakeUp({ files: filesOf(file), clock, pollIntervalMs: { min: 40, max: 50 } });
    file.change();
    await wakeUp.wait(5, signal);
    expect(clock.now()).toBe(5);
  });

  it('ends with the signal', async () => {
    const controller = new AbortController();
    const clock = new SimulatedClock();
    const wakeUp = fileChangeWakeUp({ files: filesOf(new TellingFile()), clock, pollIntervalMs: { min: 40, max: 50 } });
    clock.at(3, () => controller.abort());
    await wakeUp.wait(Infinity, controller.signal).catch(() => {});
    expect(clock.now()).toBe(3);
    await wakeUp.wait(Infinity, controller.signal).catch(() => {});
    expect(clock.now()).toBe(3);
  });

  it('gives its watches back', () => {
    const files = [new TellingFile(), new TellingFile()];
    const wakeUp = fileChangeWakeUp({ files: filesOf(...files), clock: new SimulatedClock(), pollIntervalMs });
    expect(files.map(({ listeners }) => listeners.size)).toEqual([1, 1]);
    wakeUp.close();
    expect(files.map(({ listeners }) => listeners.size)).toEqual([0, 0]);
  });

  it('gives its watches back where one of them fails', () => {
    const file = new TellingFile();
    const broken = {
      watch: () => {
        throw new Error('closed');
      },
    };
    const make = () => fileChangeWakeUp({ files: filesOf(file, broken), clock: new SimulatedClock(), pollIntervalMs });
    expect(make).toThrow('closed');
    expect(file.listeners.size).toBe(0);
  });
});
