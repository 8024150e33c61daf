import { Hdf5Error, isHdf5Error } from '@h5tail/adapter';
import type { Mth5File, Run } from '@h5tail/mth5';
import { inputFault, type BlockReader, type InputBlock } from './block-reader.js';
import { DurableSamples } from './durable-samples.js';
import { NdjsonBlocks } from './ndjson-blocks.js';
import { RawBlocks, type RawColumn } from './raw-blocks.js';
import type { AppendFlags } from './command.js';

/** What MTH5 writes where no time is known. */
const noTime = '1980-01-01T00:00:00+00:00';
const nanosecondsPerMillisecond = 1_000_000n;

/** The run that is appended to. */
export class Appender {
  readonly durable: DurableSamples;
  readonly reader: BlockReader;
  readonly #run: Run;
  readonly #now: () => number;
  readonly #onTime: (words: string) => void;
  /** Of the next block. */
  #start: string | undefined;
  #hasNoTime: boolean;
  #taken = 0;

  private constructor(parts: AppenderParts) {
    this.#run = parts.run;
    this.#now = parts.now;
    this.#onTime = parts.onTime;
    this.#start = parts.start;
    this.#hasNoTime = parts.hasNoTime;
    this.durable = parts.durable;
    this.reader = parts.reader;
  }

  /**
   * @param now Milliseconds since 1970.
   * @param onTime Is told in words where the first sample gets its time from the clock.
   * @throws Hdf5Error `OBJECT_NOT_FOUND` for a run or channels that are not there, naming those that are.
   */
  static async open(
    file: Mth5File,
    { survey, station, run: id, channels: chosen, input, start }: AppendFlags,
    now: () => number,
    onTime: (words: string) => void,
  ): Promise<Appender> {
    const run = await file.run({ ...(survey !== undefined && { survey }), station, run: id });
    const channels = (await ordered(file, run)).map(({ component }) => component);
    if (chosen === undefined && channels.length === 0) {
      throw new Hdf5Error('OBJECT_NOT_FOUND', 'the run has no channels', {
        file: file.path,
        object: run.path,
        remedy: 'Add some with h5tail mth5 add',
      });
    }
    const lengths = new Map<string, number>();
    const columns: RawColumn[] = [];
    for (const name of chosen ?? channels) {
      const channel = await run.channel(name);
      columns.push({ name: channel.id, dtype: await channel.dtype() });
    }
    const rows = await ordered(file, run);
    for (const { name } of columns) {
      lengths.set(name, rows.find(({ component }) => component === name)?.n_samples ?? 0);
    }
    // A channel that was added to others begins where these go on.
    const chosenRows = rows.filter(({ component }) => lengths.has(component));
    const hasNoTime = chosenRows.every(({ n_samples, start: begin }) => n_samples === 0 && begin === noTime);
    return new Appender({
      run,
      now,
      onTime,
      start,
      hasNoTime,
      durable: new DurableSamples(run.path, lengths),
      reader: input === 'raw' ? new RawBlocks(columns) : new NdjsonBlocks([...lengths.keys()]),
    });
  }

  /** Samples of each channel that were taken from the input. */
  get taken(): number {
    return this.#taken;
  }

  /** Appends a block. @throws Hdf5Error `INVALID_DATA` with the place in the input, and what writing fails with. */
  async append(block: InputBlock): Promise<void> {
    const start = block.start ?? this.#start ?? this.#clockTime();
    try {
      await this.#run.append(block.samples, { someChannels: true, ...(start !== undefined && { start }) });
    } catch (error) {
      throw placed(error, block);
    }
    this.#taken += block.length;
    if (block.length === 0) return;
    this.#start = undefined;
    this.#hasNoTime = false;
  }

  /** A run that was never given a time begins when its first sample comes. */
  #clockTime(): bigint | undefined {
    if (!this.#hasNoTime) return undefined;
    this.#hasNoTime = false;
    const milliseconds = Math.round(this.#now());
    const text = new Date(milliseconds).toISOString();
    this.#onTime(
      `nobody has told the time of the first sample of run ${this.#run.id}: taken for ${text}, when it came in`,
    );
    return BigInt(milliseconds) * nanosecondsPerMillisecond;
  }
}

interface AppenderParts {
  readonly run: Run;
  readonly now: () => number;
  readonly onTime: (words: string) => void;
  readonly start: string | undefined;
  readonly hasNoTime: boolean;
  readonly durable: DurableSamples;
  readonly reader: BlockReader;
}

/** The channels of a run in the order of the table, which is that in which they were made. */
async function ordered(file: Mth5File, run: Run): ReturnType<Mth5File['summary']> {
  return (await file.summary()).filter((row) => row.run_hdf5_reference === run.path);
}

/** What a block is refused for is a fault of the input. */
function placed(error: unknown, { place }: InputBlock): unknown {
  if (isHdf5Error(error) && error.code === 'INVALID_DATA') {
    const { message, remedy = 'See h5tail mth5 append --help' } = error;
    const tail = `. ${remedy}`;
    return inputFault(place, message.endsWith(tail) ? message.slice(0, -tail.length) : message, remedy, error);
  }
  if (error instanceof RangeError) return inputFault(place, error.message, 'Mend the line', error);
  return error;
}
