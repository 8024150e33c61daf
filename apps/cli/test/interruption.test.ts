import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Interrupted, listenForLostParent, listenForStopSignals, type StopSignal } from '../src/interruption.js';

class FakeSignals extends EventEmitter {
  readonly pid = 1;
  readonly killed: string[] = [];

  kill(_pid: number, signal: StopSignal): void {
    this.killed.push(signal);
  }
}

describe('listenForStopSignals', () => {
  it('aborts at the first signal and stays in place, for libraries that look for other listeners', () => {
    const process = new FakeSignals();
    const signal = listenForStopSignals(process, () => expect.unreachable());
    process.emit('SIGINT');
    expect(signal.reason).toBeInstanceOf(Interrupted);
    expect(signal.reason).toMatchObject({ signal: 'SIGINT', exitCode: 130, message: 'interrupted' });
    expect(process.listenerCount('SIGINT')).toBe(1);
    expect(process.killed).toEqual([]);
  });

  it('ends the process at the second one of the same kind', () => {
    const process = new FakeSignals();
    let tidied = 0;
    const signal = listenForStopSignals(process, () => tidied++);
    process.emit('SIGTERM');
    process.emit('SIGINT');
    expect([process.killed, signal.reason]).toMatchObject([[], { exitCode: 143 }]);
    process.emit('SIGTERM');
    expect([process.killed, tidied]).toEqual([['SIGTERM'], 1]);
    expect(process.listenerCount('SIGTERM')).toBe(0);
  });
});

describe('listenForLostParent', () => {
  it('aborts when the channel to the parent closes, and does not keep the process alive', () => {
    let unrefs = 0;
    const process = Object.assign(new EventEmitter(), { channel: { unref: () => void unrefs++ } });
    const signal = listenForLostParent(process);
    expect([signal.aborted, unrefs]).toEqual([false, 1]);
    process.emit('disconnect');
    expect(signal.reason).toMatchObject({ signal: 'SIGTERM', exitCode: 143 });
  });

  it('does nothing without a channel', () => {
    const process = new EventEmitter();
    expect(listenForLostParent(process).aborted).toBe(false);
    expect(process.listenerCount('disconnect')).toBe(0);
  });
});
