/**
 * Electric and magnetic fields as a magnetotelluric station records them: waves of many periods, whose electric part runs ahead of
 * the magnetic one by an eighth of a period as over a uniform half-space, an offset of the electrodes, and noise.
 *
 * Source: the plane-wave impedance of a half-space, E = Z H with |Z| growing with the root of the frequency and a phase of
 * 45 degrees (Cagniard 1953).
 *
 * @module
 */

/** The channels, in the order in which they are recorded. */
export const simulatedChannels = ['ex', 'ey', 'hx', 'hy', 'hz'] as const;

/** One of {@link simulatedChannels}. */
export type SimulatedChannel = (typeof simulatedChannels)[number];

/** One period of the field in a channel. */
interface Wave {
  /** Periods per sample. */
  readonly frequency: number;
  readonly amplitude: number;
  /** In periods. */
  readonly phase: number;
}

/** Periods per sample, from slow to fast. */
const frequencies: readonly number[] = [0.0005, 0.0023, 0.0071, 0.019, 0.057, 0.13, 0.21];
const magneticAmplitude = 2000;
const eighth = 1 / 8;
const electrodeOffset: Readonly<Record<SimulatedChannel, number>> = { ex: 5000, ey: -3000, hx: 0, hy: 0, hz: 0 };
const noiseAmplitude = 50;

/** The samples of one channel; each depends on its number and the seed only. */
export class SimulatedField {
  readonly #waves: readonly Wave[];
  readonly #offset: number;
  readonly #key: number;

  constructor(channel: SimulatedChannel, seed: number) {
    this.#waves = wavesOf(channel, seed);
    this.#offset = electrodeOffset[channel];
    this.#key = hash(seed, simulatedChannels.indexOf(channel) + 1000);
  }

  /** Sample number `index`, in counts; not rounded. */
  at(index: number): number {
    let value = this.#offset + noiseAmplitude * (2 * fraction(this.#key, index) - 1);
    for (const { frequency, amplitude, phase } of this.#waves) {
      // Whole periods are taken off first, so that years of samples stay exact.
      value += amplitude * Math.sin(2 * Math.PI * (((frequency * index) % 1) + phase));
    }
    return value;
  }

  /** Samples `start` to `stop - 1`, rounded to whole counts. */
  samples(start: number, stop: number): Int32Array {
    return Int32Array.from({ length: stop - start }, (_, i) => Math.round(this.at(start + i)));
  }
}

function wavesOf(channel: SimulatedChannel, seed: number): Wave[] {
  switch (channel) {
    case 'hx':
      return magneticWaves(0, seed);
    case 'hy':
      return magneticWaves(1, seed);
    case 'hz':
      return [...scaled(magneticWaves(0, seed), 0.2), ...scaled(magneticWaves(1, seed), 0.1)];
    case 'ex':
      return inducedBy(magneticWaves(1, seed), 1);
    case 'ey':
      return inducedBy(magneticWaves(0, seed), -1);
  }
}

function magneticWaves(source: number, seed: number): Wave[] {
  return frequencies.map((frequency, place) => ({
    frequency,
    // Slow variations of the field are the larger ones.
    amplitude: magneticAmplitude * Math.sqrt(0.0005 / frequency),
    phase: fraction(hash(seed, source), place),
  }));
}

function inducedBy(waves: readonly Wave[], sign: number): Wave[] {
  return waves.map(({ frequency, amplitude, phase }) => ({
    frequency,
    amplitude: sign * amplitude * Math.sqrt(frequency / 0.0005),
    phase: phase + eighth,
  }));
}

function scaled(waves: readonly Wave[], factor: number): Wave[] {
  return waves.map((wave) => ({ ...wave, amplitude: factor * wave.amplitude }));
}

/** A number from 0 to 1, as if at random. */
function fraction(key: number, index: number): number {
  return hash(key ^ Math.floor(index / 2 ** 32), index % 2 ** 32) / 2 ** 32;
}

/** Mixes two whole numbers; the finalizer of MurmurHash3 (public domain). */
function hash(key: number, index: number): number {
  let bits = (key + Math.imul(index | 0, 0x9e3779b1)) | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
