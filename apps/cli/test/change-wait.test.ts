import { describe, expect, it } from 'vitest';
import { ChangeWait } from '../src/change-wait.js';
import { systemClock } from '../src/clock.js';

class FakeFile {
  changed: () => void = () => undefined;
  stopped = false;

  watch(listener: () => void): () => void {
    this.changed = listener;
    return () => (this.stopped = true);
  }
}

const never = new AbortController().signal;

describe('ChangeWait', () => {
  it('wakes at a change, also one that came before the wait', async () => {
    const file = new FakeFile();
    using change = new ChangeWait(file, systemClock);
    setTimeout(() => file.changed(), 5);
    await change.wait(60_000, never);
    file.changed();
    await change.wait(60_000, never);
  });

  it('wakes after the time, where changes are not told', async () => {
    using change = new ChangeWait({ watch: () => null }, systemClock);
    await change.wait(5, never);
  });

  it('rejects with the reason of an abort', async () => {
    const file = new FakeFile();
    const stop = new AbortController();
    {
      using change = new ChangeWait(file, systemClock);
      setTimeout(() => stop.abort(new Error('enough')), 5);
      await expect(change.wait(60_000, stop.signal)).rejects.toThrow('enough');
    }
    expect(file.stopped).toBe(true);
  });
});
