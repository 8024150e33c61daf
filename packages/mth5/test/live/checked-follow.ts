import type { NumericArray } from '@h5tail/adapter';
import type { FollowEnd } from '@h5tail/follower';
import type { BlockTimes, Channel, ChannelChoice, FollowSamplesOptions, Run } from '@h5tail/mth5';
import { components, sampleOf } from '../five-channels.js';

/** What came out of a follow so far. */
export interface FollowReport {
  /** Number of the sample that is to come next. */
  readonly next: number;
  /** Samples of all channels that were compared with what was written. */
  readonly compared: number;
  /** Samples that are not as they were written, blocks that do not follow one another, or whose channels are not as long, or at a wrong time. */
  readonly wrong: number;
  readonly blocks: number;
  /** What it failed with, if it did. */
  readonly fault: string | null;
  readonly end: FollowEnd['reason'] | null;
}

/** A follow as the tests see it, of a channel or a run. */
interface Source {
  readonly position: number;
  readonly end: FollowEnd | undefined;
  readonly blocks: AsyncIterable<BlockTimes>;
  readonly samples: (block: BlockTimes) => readonly (readonly [number: number, samples: NumericArray])[];
}

/** What is expected of the blocks. */
export interface Expected {
  /** Time of sample 0, in nanoseconds since 1970. */
  readonly start: bigint;
  /** Time between two samples, in nanoseconds. */
  readonly interval: bigint;
  readonly sampleOf: (channel: number, index: number) => number;
}

/** What `five-channels.ts` writes. */
export const fiveChannelPattern: Expected = { start: 1_795_176_000_000_000_000n, interval: 10_000_000n, sampleOf };
/** The same time as text. */
export const patternStart = '2026-11-20T12:00:00+00:00';

/** A follow that goes on by itself and compares what it hands out. */
export class CheckedFollow {
  /** Settles when it has ended. */
  readonly done: Promise<FollowReport>;
  readonly #source: Source;
  readonly #expected: Expected;
  readonly #consume: (() => Promise<void>) | undefined;
  #next: number;
  #compared = 0;
  #wrong = 0;
  #blocks = 0;
  #fault: string | null = null;
  #hasEnded = false;
  #wake: (() => void)[] = [];

  private constructor(source: Source, expected: Expected, consume?: () => Promise<void>) {
    this.#source = source;
    this.#expected = expected;
    this.#consume = consume;
    this.#next = source.position;
    this.done = this.#run();
  }

  static async ofRun(
    run: Run,
    options: FollowSamplesOptions & ChannelChoice = {},
    expected: Expected = fiveChannelPattern,
    consume?: () => Promise<void>,
  ): Promise<CheckedFollow> {
    const follow = await run.follow(options);
    const names = options.channels ?? components;
    const numbers = names.map((name) => (components as readonly string[]).indexOf(name));
    const source: Source = {
      get position() {
        return follow.position;
      },
      get end() {
        return follow.end;
      },
      blocks: follow,
      samples: (block) => {
        const { channels } = block as BlockTimes & { readonly channels: Readonly<Record<string, NumericArray>> };
        return names.map((name, index) => [numbers[index] ?? -1, channels[name] ?? new Int32Array(0)] as const);
      },
    };
    return new CheckedFollow(source, expected, consume);
  }

  static async ofChannel(
    channel: Channel,
    number: number,
    options: FollowSamplesOptions = {},
    expected: Expected = fiveChannelPattern,
  ): Promise<CheckedFollow> {
    const follow = await channel.follow(options);
    const source: Source = {
      get position() {
        return follow.position;
      },
      get end() {
        return follow.end;
      },
      blocks: follow,
      samples: (block) => [[number, (block as BlockTimes & { readonly samples: NumericArray }).samples]],
    };
    return new CheckedFollow(source, expected);
  }

  get report(): FollowReport {
    return {
      next: this.#next,
      compared: this.#compared,
      wrong: this.#wrong,
      blocks: this.#blocks,
      fault: this.#fault,
      end: this.#source.end?.reason ?? null,
    };
  }

  /** Waits until it has handed out the samples in front of number `count`, or ended. */
  async until(count: number): Promise<FollowReport> {
    while (this.#next < count && !this.#hasEnded) await new Promise<void>((resolve) => this.#wake.push(resolve));
    return this.report;
  }

  async #run(): Promise<FollowReport> {
    try {
      for await (const block of this.#source.blocks) {
        this.#check(block);
        this.#tell();
        await this.#consume?.();
      }
    } catch (error) {
      this.#fault = String(error);
    }
    this.#hasEnded = true;
    this.#tell();
    return this.report;
  }

  #check(block: BlockTimes): void {
    const { first, count, startTime, sampleRate } = block;
    const { start, interval, sampleOf: valueOf } = this.#expected;
    this.#blocks++;
    if (first !== this.#next || count < 1) this.#wrong++;
    if (startTime !== start + BigInt(first) * interval || BigInt(Math.round(1e9 / sampleRate)) !== interval)
      this.#wrong++;
    for (const [number, samples] of this.#source.samples(block)) {
      if (samples.length !== count) this.#wrong++;
      for (let index = 0; index < samples.length; index++) {
        if (samples[index] !== valueOf(number, first + index)) this.#wrong++;
      }
      this.#compared += samples.length;
    }
    this.#next = first + count;
  }

  #tell(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const resolve of waiting) resolve();
  }
}
