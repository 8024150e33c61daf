import { isHdf5Error, type Hdf5File } from '@h5tail/adapter';
import type { FollowEnd, Follower } from '@h5tail/follower';
import type { CliContext } from '../../context.js';
import { TimedOut } from '../../timed-out.js';
import { endingOf, type Ending } from './end-statement.js';
import { delayMeter, statusWords, type Live } from './live-run.js';
import { missingWords, type Units } from './missing-words.js';
import { StallNews } from './stall-news.js';

/** Something to follow to its end. */
export interface Followable<Item> {
  readonly file: Hdf5File;
  readonly source: AsyncIterable<Item> & { readonly end: FollowEnd | undefined };
  readonly follower: Pick<Follower<unknown>, 'status'>;
  readonly timeoutMs: number;
  readonly units: Units;
  /** What it means that all is there; see {@link endingOf}. */
  readonly complete?: string;
}

/** What is done with the items. */
export interface ItemHandler<Item> {
  item(item: Item): Promise<void>;
  /** Called when the follow has ended by itself, before the reader of the output is waited for. */
  ended?(end: FollowEnd): Promise<void>;
}

/**
 * Follows to the end, counts, and keeps the status line.
 *
 * @throws TimedOut where data stayed behind their key; whatever the source and the handler throw.
 */
export async function followItems<Item>(
  context: CliContext,
  live: Live,
  followable: Followable<Item>,
  handler: ItemHandler<Item>,
): Promise<Ending> {
  const { clock, signal, output, invocation } = context;
  const { meter, notes, status } = live;
  const { file, source, timeoutMs, units, complete } = followable;
  const delayOf = delayMeter(file.path);
  // Without a status line nobody listens, and the follow has nobody to tell.
  using stalls = status.isShown ? stallsOn(context, live, followable) : undefined;
  try {
    for await (const item of source) {
      await handler.item(item);
      const now = clock.now();
      meter.mark(now);
      status.update(() => statusWords(live, now, delayOf()) + (stalls?.words ?? ''));
    }
  } catch (error) {
    // It was tried again for as long as the time-out says: the data stay behind their key.
    throw isHdf5Error(error) && error.retryable ? new TimedOut(error, timeoutMs) : error;
  }
  const { end } = source;
  if (end === undefined) throw new Error('the follower ended without a reason');
  notes.endedWith(end.skipped ?? []);
  await handler.ended?.(end);
  await output.finish();
  signal.throwIfAborted();
  const { exitCode, statement } = endingOf(end, {
    timeoutMs,
    // Not worth a fault any more: all that the follow is about has been said and done.
    writer: await file.writerState().catch(() => 'unknown' as const),
    invocation,
    ...(complete === undefined ? {} : { complete }),
  });
  return { exitCode, statement: statement + missingWords(end, meter.count, units) };
}

function stallsOn({ clock }: CliContext, live: Live, { follower }: Pick<Followable<unknown>, 'follower'>): StallNews {
  const stalls: StallNews = new StallNews(follower, clock, () =>
    live.status.show(statusWords(live, clock.now(), '') + stalls.words),
  );
  return stalls;
}
