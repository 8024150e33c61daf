import type { DurableChannel } from '@h5tail/mth5';

/** How many samples each channel of a run has for certain. */
export interface DurableRun {
  /** Id of the run. */
  readonly run: string;
  /** Samples that every channel has. */
  readonly samples: number;
}

/** Counts what is durable of the channels that are appended to, in the run that was named and in those that follow after gaps. */
export class DurableSamples {
  readonly #channels: readonly string[];
  readonly #runs = new Map<string, Map<string, number>>();
  readonly #before: number;
  #current: string;

  /** @param lengths Samples that the channels had before, by their names. */
  constructor(runPath: string, lengths: ReadonlyMap<string, number>) {
    this.#channels = [...lengths.keys()];
    this.#runs.set(runPath, new Map(lengths));
    this.#before = Math.min(...lengths.values());
    this.#current = runPath;
  }

  /** The newest run, as of now. */
  get current(): DurableRun {
    return { run: nameOf(this.#current), samples: this.#samplesOf(this.#current) };
  }

  /** Whether a gap has begun another run than the one that was named. */
  get hasNewRun(): boolean {
    return this.#runs.size > 1;
  }

  /** Samples of each channel that have come since the beginning, in all runs. */
  get appended(): number {
    let sum = -this.#before;
    for (const run of this.#runs.keys()) sum += this.#samplesOf(run);
    return sum;
  }

  /** @returns Whether more samples are durable than before. */
  take(durable: readonly DurableChannel[]): boolean {
    const before = this.appended;
    for (const { path, samples } of durable) {
      const channel = nameOf(path);
      if (!this.#channels.includes(channel)) continue;
      const run = path.slice(0, -channel.length - 1);
      const counts = this.#runs.get(run) ?? new Map(this.#channels.map((name) => [name, 0]));
      this.#runs.set(run, counts.set(channel, samples));
      this.#current = run;
    }
    return this.appended > before;
  }

  #samplesOf(run: string): number {
    return Math.min(...(this.#runs.get(run)?.values() ?? [0]));
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
