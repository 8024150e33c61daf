import { inspectFile } from '@h5tail/local-file/recovery';
import type { ChannelSummary, Mth5File } from '@h5tail/mth5';
import type { CliContext } from '../../../context.js';
import { channelName } from './channel-name.js';
import { Growth } from './growth.js';
import { Levels } from './level.js';

/** How a channel stands. */
export type ChannelState = 'live' | 'stalled' | 'finished' | 'writer-gone';

/** What is shown of a channel. */
export interface ChannelStatus {
  /** `survey/station/run/channel`. */
  readonly channel: string;
  readonly samples: number;
  /** Samples per second during the last seconds; `null` before it is known. */
  readonly rate: number | null;
  /** Time of the last sample; `null` where there is none. */
  readonly end: string | null;
  /** Root mean square of the newest second. */
  readonly level: number | null;
  readonly state: ChannelState;
}

/** What a look at the file has found. */
export interface Look {
  readonly channels: readonly ChannelStatus[];
  /** Those that are others than at the look before. */
  readonly changed: readonly ChannelStatus[];
  /** Whether samples or channels have come. */
  readonly hasNews: boolean;
  /** Whether nobody records any more. */
  readonly isOver: boolean;
  /** When the state of a channel changes unless something comes, in milliseconds of the clock. */
  readonly nextChange: number;
}

/** How often to ask whether a silent writer is still there. */
const inspectEveryMs = 2000;

/** Looks at all channels of a file again and again. */
export class ChannelWatch {
  readonly #file: Mth5File;
  readonly #context: CliContext;
  readonly #levels: Levels;
  readonly #growths = new Map<string, Growth>();
  #previous = new Map<string, ChannelStatus>();
  #hasRecorded = false;
  /** Also what a look saw that failed afterwards. */
  #hasNews = false;
  #inspected = Number.NEGATIVE_INFINITY;
  #isGone = false;

  constructor(file: Mth5File, context: CliContext) {
    this.#file = file;
    this.#context = context;
    this.#levels = new Levels(file);
  }

  /** @throws Hdf5Error as `Mth5File.summary`. */
  async look(): Promise<Look> {
    // Asked first: what came before the end of the session is then in the table.
    const isRecording = await this.#file.isRecording();
    const rows = await this.#file.summary();
    const now = this.#context.clock.now();
    this.#hasRecorded ||= isRecording || rows.some(({ n_samples }) => n_samples > 0);
    const grown = rows.filter((row) => this.#see(row, now));
    this.#hasNews ||= grown.length > 0;
    if (grown.length > 0) this.#isGone = false;
    else if (isRecording) await this.#inspect(now);
    const isOver = !isRecording && this.#hasRecorded;
    const channels: ChannelStatus[] = [];
    for (const row of rows) channels.push(await this.#statusOf(row, isOver, now));
    const changed = channels.filter((status) => isOther(status, this.#previous.get(status.channel)));
    this.#previous = new Map(channels.map((status) => [status.channel, status]));
    const hasNews = this.#hasNews;
    this.#hasNews = false;
    return { channels, changed, hasNews, isOver, nextChange: this.#nextChange(now) };
  }

  /** Whether a row is new or has other samples. */
  #see(row: ChannelSummary, now: number): boolean {
    const key = channelName(row);
    const known = this.#growths.get(key);
    if (known !== undefined) return known.see(row.n_samples, now);
    this.#growths.set(key, new Growth(row.n_samples, now));
    // At the first look all are new, and none has come.
    return this.#previous.size > 0;
  }

  /** Nothing new may mean that the writer was killed. */
  async #inspect(now: number): Promise<void> {
    if (now - this.#inspected < inspectEveryMs) return;
    this.#inspected = now;
    const { state } = await inspectFile(this.#file.path, { watchMs: 0, signal: this.#context.signal });
    this.#isGone = state === 'writer-gone' || state === 'truncated';
  }

  async #statusOf(row: ChannelSummary, isOver: boolean, now: number): Promise<ChannelStatus> {
    const key = channelName(row);
    const growth = this.#growths.get(key);
    const previous = this.#previous.get(key);
    const state = this.#stateOf(growth, isOver, now);
    const rate = state === 'live' ? growth?.rate : 0;
    const isSame = previous?.samples === row.n_samples;
    return {
      channel: key,
      samples: row.n_samples,
      rate: rate === undefined ? null : Number(rate.toFixed(3)),
      end: row.n_samples === 0 ? null : row.end,
      level: isSame ? previous.level : await this.#levels.of(row),
      state,
    };
  }

  #stateOf(growth: Growth | undefined, isOver: boolean, now: number): ChannelState {
    if (isOver) return 'finished';
    if (this.#isGone) return 'writer-gone';
    return !this.#hasRecorded || growth?.isStalled(now) === true ? 'stalled' : 'live';
  }

  #nextChange(now: number): number {
    const times = [...this.#growths.values()].map(({ stallsAt }) => stallsAt).filter((time) => time > now);
    return Math.min(Infinity, ...times);
  }
}

function isOther(status: ChannelStatus, previous: ChannelStatus | undefined): boolean {
  const { samples, end, state } = status;
  return previous?.samples !== samples || previous.end !== end || previous.state !== state;
}
