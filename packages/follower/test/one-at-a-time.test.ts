import { describe, expect, it } from 'vitest';
import { OneAtATime } from '../src/one-at-a-time.js';

describe('tasks that wait for each other', () => {
  it('run in order, each when the one before has ended, well or badly', async () => {
    const log: string[] = [];
    const tasks = new OneAtATime();
    const task = async (name: string): Promise<string> => {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
      if (name === 'b') throw new Error(name);
      return name;
    };
    const results = Promise.allSettled(['a', 'b', 'c'].map((name) => tasks.run(() => task(name))));
    expect(tasks.isBusy).toBe(true);
    expect(await results).toMatchObject([{ value: 'a' }, { reason: { message: 'b' } }, { value: 'c' }]);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(tasks.isBusy).toBe(false);
  });
});
