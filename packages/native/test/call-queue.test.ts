import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CallQueue } from '../src/call-queue.js';

/** A promise that is settled from outside. */
function held(): { readonly promise: Promise<void>; resolve(): void; reject(reason: Error): void } {
  let resolve = (): void => undefined;
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve: () => resolve(), reject: (reason) => reject(reason) };
}

describe('CallQueue', () => {
  it('runs at once, and returns no promise, where nothing is under way', () => {
    const queue = new CallQueue();
    expect(queue.run(() => 1)).toBe(1);
    expect(queue.run(() => queue.run(() => 2))).toBe(2);
  });

  it('keeps the order while something is under way', async () => {
    const queue = new CallQueue();
    const long = held();
    const order: string[] = [];
    const first = queue.run(() => long.promise.then(() => order.push('long')));
    const others = ['a', 'b', 'c'].map(async (name) =>
      queue.run(async () => {
        order.push(`${name} begins`);
        await turn();
        order.push(`${name} ends`);
      }),
    );
    await turn();
    expect(order).toEqual([]);
    long.resolve();
    await first;
    await Promise.all(others);
    expect(order).toEqual(['long', 'a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
    expect(queue.run(() => 'at once again')).toBe('at once again');
  });

  it('goes on after faults, each of which goes to its caller only', async () => {
    const queue = new CallQueue();
    const long = held();
    const first = queue.run(() => long.promise);
    const second = queue.run(() => {
      throw new Error('second');
    });
    const third = queue.run(() => 'third');
    long.reject(new Error('first'));
    await expect(first).rejects.toThrow('first');
    await expect(second).rejects.toThrow('second');
    expect(await third).toBe('third');
    expect(() =>
      queue.run(() => {
        throw new Error('at once');
      }),
    ).toThrow('at once');
    expect(queue.run(() => 1)).toBe(1);
  });

  it('takes in what comes between two turns behind what waits already', async () => {
    const queue = new CallQueue();
    const [one, two] = [held(), held()];
    const order: number[] = [];
    const first = queue.run(() => one.promise);
    const second = queue.run(() => two.promise.then(() => order.push(2)));
    one.resolve();
    await first;
    const third = queue.run(() => order.push(3));
    two.resolve();
    await Promise.all([second, third]);
    expect(order).toEqual([2, 3]);
  });
});
