import type { Dataset } from '@h5tail/adapter';
import type { FollowEnd } from '@h5tail/follower';
import type { ScanPoint } from '@h5tail/frames';
import type { CliContext } from '../../../context.js';
import { frameLine, summarizeSlab } from '../../../frame/frame-line.js';
import type { Ending } from '../../live/end-statement.js';
import type { ItemHandler } from '../../live/follow-items.js';
import type { Live } from '../../live/live-run.js';
import type { FollowFlags } from '../command.js';
import type { Print } from '../printing.js';
import { outputCommandLine } from './output-command-line.js';
import { createReducedScan, type ReducedScan } from './reduced-scan.js';

/** What a follow into a file takes. */
export interface FollowIntoOptions {
  readonly context: CliContext;
  readonly flags: FollowFlags;
  readonly live: Live;
  readonly output: string;
  readonly datasets: Readonly<Record<string, Dataset>>;
  readonly maxShape: readonly (number | null)[];
  readonly print: Print;
}

/**
 * Follows a scan and writes the reduction of each frame to a file that others can follow. However it ends, the file is
 * closed with all that came; its finished flag is set only where the scan is over.
 *
 * @param follow Follows to the end with this handler.
 */
export async function followInto(
  options: FollowIntoOptions,
  follow: (handler: ItemHandler<ScanPoint>) => Promise<Ending>,
): Promise<Ending> {
  const { context, flags, live, output, datasets, maxShape } = options;
  const reduced = await createReducedScan(live.adapter, async () => (await context.backend('wasm')).adapter, {
    output,
    overwrite: flags.overwrite,
    reduction: flags.reduce ?? 'sum',
    datasets,
    maxShape,
  });
  context.say(`follow the output with: ${outputCommandLine(context.invocation, output, reduced, flags, maxShape)}`);
  try {
    return await follow(handlerOf(options, reduced));
  } catch (error) {
    const closing = reduced.close();
    // A fault of its own is what counts. After a signal it is news that the rest could not be written.
    await (error === context.signal.reason ? closing : closing.catch(() => undefined));
    throw error;
  }
}

function handlerOf({ datasets, flags, print }: FollowIntoOptions, reduced: ReducedScan): ItemHandler<ScanPoint> {
  const names = Object.keys(datasets);
  return {
    async item(point) {
      const summaries = new Map(
        names.map((name) => {
          const frame = point.frames.get(name);
          return [name, frame && summarizeSlab(frame)];
        }),
      );
      await reduced.write(point, summaries);
      await print(() => frameLine(point, names, flags.values, summaries));
    },
    async ended({ reason }: FollowEnd) {
      await (reason === 'idle-timeout' ? reduced.close() : reduced.finish());
    },
  };
}
