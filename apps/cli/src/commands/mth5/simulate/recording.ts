import type { Clock } from '@h5tail/follower';
import type { Mth5File, Run } from '@h5tail/mth5';
import { sleepUntil } from '../../../clock.js';
import { counted } from '../../../counted.js';
import type { SimulateFlags } from './command.js';
import { simulatedChannels, SimulatedField } from './simulated-field.js';

/** Samples that are appended together, at most. */
const blockSamples = 4096;
/** Time from one append to the next, at least. */
const tickMs = 50;
const nanosecondsPerMillisecond = 1_000_000n;

/** Five channels that are recorded. */
export class Recording {
  readonly #file: Mth5File;
  readonly #flags: SimulateFlags;
  readonly #clock: Clock;
  readonly #fields: readonly (readonly [name: string, field: SimulatedField])[];
  #samples = 0;
  #run: Run | undefined;
  #start: string | bigint | undefined;
  #startMs = 0;

  /** @param file Open for writing; not in SWMR mode yet. */
  constructor(file: Mth5File, flags: SimulateFlags, clock: Clock) {
    this.#file = file;
    this.#flags = flags;
    this.#clock = clock;
    this.#fields = simulatedChannels.map((name) => [name, new SimulatedField(name, flags.seed)] as const);
  }

  /** Samples of each channel that were appended. */
  get samples(): number {
    return this.#samples;
  }

  /** Makes what is missing of the structure, and lets others read. @throws Hdf5Error as `Mth5File.addSurvey` and what it leads to. */
  async begin(): Promise<void> {
    const { survey = 'default_survey', station, run, sampleRate } = this.#flags;
    const place = await (await this.#file.addSurvey(survey)).addStation(station);
    const made = await place.addRun(run);
    for (const name of simulatedChannels) await made.addChannel(name, { sampleRate, units: unitsOf(name) });
    await this.#file.startSwmr();
    this.#run = made;
    this.#start = this.#flags.start ?? (await this.#now(made));
    this.#startMs = this.#clock.now();
  }

  /**
   * Records until all is done.
   *
   * @param onProgress Is told in words what there is.
   * @throws The signal's reason; Hdf5Error as `Run.append`.
   */
  async toTheEnd(signal: AbortSignal, onProgress: (words: string) => void): Promise<void> {
    const { seconds = Infinity, sampleRate } = this.#flags;
    const total = Math.round((seconds / 1000) * sampleRate);
    const periodMs = 1000 / sampleRate;
    while (this.#samples < total) {
      signal.throwIfAborted();
      const stop = Math.min(total, this.#samples + blockSamples, this.#due());
      if (stop > this.#samples) {
        await this.#append(stop);
        onProgress(`${counted(this.#samples, 'sample')} of each channel recorded`);
      }
      if (this.#flags.speed === 'full' || this.#due() >= total) continue;
      const next = this.#startMs + (this.#samples + 1) * periodMs;
      await sleepUntil(Math.max(next, this.#clock.now() + tickMs), this.#clock, signal);
    }
  }

  /** Samples that a station would have by now. */
  #due(): number {
    if (this.#flags.speed === 'full') return Infinity;
    return Math.floor(((this.#clock.now() - this.#startMs) / 1000) * this.#flags.sampleRate);
  }

  async #append(stop: number): Promise<void> {
    const block = Object.fromEntries(this.#fields.map(([name, field]) => [name, field.samples(this.#samples, stop)]));
    const { sampleRate } = this.#flags;
    // Somebody may have added other channels, which stay as they are.
    await this.#run?.append(block, {
      sampleRate,
      someChannels: true,
      ...(this.#start !== undefined && { start: this.#start }),
    });
    // What comes next follows on.
    this.#start = undefined;
    this.#samples = stop;
  }

  /** Where a run was recorded faster than the clock goes, what is added follows on. */
  async #now(run: Run): Promise<bigint | undefined> {
    const now = BigInt(Date.now()) * nanosecondsPerMillisecond;
    const [first, stop] = await run.range();
    if (first === stop) return now;
    const { startTime } = await run.read({ from: stop - 1 });
    return startTime < now ? now : undefined;
  }
}

function unitsOf(name: string): string {
  return name.startsWith('e') ? 'millivolt per kilometer' : 'nanotesla';
}
