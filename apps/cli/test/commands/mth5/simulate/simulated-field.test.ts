import { describe, expect, it } from 'vitest';
import { SimulatedField, simulatedChannels } from '../../../../src/commands/mth5/simulate/simulated-field.js';

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

describe('SimulatedField', () => {
  it('gives the same samples however they are cut', () => {
    const field = new SimulatedField('ex', 7);
    const whole = field.samples(0, 1000);
    const parts = [field.samples(0, 1), field.samples(1, 640), field.samples(640, 1000)].flatMap((part) => [...part]);
    expect(parts).toEqual([...whole]);
    expect([...new SimulatedField('ex', 7).samples(640, 1000)]).toEqual([...whole.subarray(640)]);
  });

  it('gives other samples for another seed or channel', () => {
    const first = [...new SimulatedField('hx', 1).samples(0, 100)];
    expect([...new SimulatedField('hx', 2).samples(0, 100)]).not.toEqual(first);
    expect([...new SimulatedField('hy', 1).samples(0, 100)]).not.toEqual(first);
  });

  it.each(simulatedChannels)('varies around the offset of the electrodes in %s', (channel) => {
    // A whole number of periods of all waves.
    const samples = new SimulatedField(channel, 1).samples(0, 10_000);
    const offset = { ex: 5000, ey: -3000, hx: 0, hy: 0, hz: 0 }[channel];
    expect(Math.abs(mean(samples) - offset)).toBeLessThan(5);
    expect(Math.max(...samples) - Math.min(...samples)).toBeGreaterThan(1000);
  });

  it('makes the noise new with every sample, also after years', () => {
    const field = new SimulatedField('hz', 1);
    const late = Array.from({ length: 100 }, (_, i) => field.at(2 ** 40 + i));
    expect(new Set(late).size).toBe(100);
    expect(Math.max(...late.map(Math.abs))).toBeLessThan(2000);
  });
});
