import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Interrupted, listenForStopSignals, type StopSignal } from '../src/interruption.js';

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
