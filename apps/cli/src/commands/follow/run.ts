import type { Dataset } from '@h5tail/adapter';
import { KeyFollower } from '@h5tail/follower';
import { DataSource, type Region, type ScanPoint } from '@h5tail/frames';
import type { CliContext } from '../../context.js';
import type { ExitCode } from '../../exit-codes.js';
import { frameLine } from '../../frame/frame-line.js';
import type { Ending } from '../live/end-statement.js';
import { followItems, type ItemHandler } from '../live/follow-items.js';
import { runLive, type Live } from '../live/live-run.js';
import { pointCount, requireFrom, type Units } from '../live/missing-words.js';
import { openScan, type OpenScan } from '../live/open-scan.js';
import { regionsOf } from '../live/regions.js';
import type { FollowFlags } from './command.js';
import { printing } from './printing.js';
import { requireFollowFlags } from './require-follow-flags.js';

/** `h5tail follow`: one line of JSON per frame on stdout; the last line on stderr says why it ended. */
export async function run(context: CliContext, flags: FollowFlags, path: string): Promise<ExitCode> {
  requireFollowFlags(flags, path);
  return runLive(context, flags, path, {
    noun: 'frame',
    keyed: 'frame',
    open: (adapter) => openScan(path, flags, adapter, context.signal),
    follow: (scan, live) => followScan(context, flags, scan, live),
  });
}

async function followScan(context: CliContext, flags: FollowFlags, scan: OpenScan, live: Live): Promise<Ending> {
  const source = createSource(context, flags, scan, live);
  const { follower } = source;
  const units: Units = { noun: 'frame', missing: 'has no key', keyed: 'frame', count: pointCount(follower.maxShape) };
  requireFrom(flags.from, units, scan.file.path);
  const { file } = scan;
  const followable = { file, source, follower, timeoutMs: flags.timeout, units };
  const names = Object.keys(namedDatasets(scan));
  const print = printing(context, flags);
  if (flags.output === undefined) {
    const item = (point: ScanPoint): Promise<void> => print(() => frameLine(point, names, flags.values));
    return followItems(context, live, followable, { item });
  }
  const { followInto } = await import('./results/follow-into.js');
  return followInto(
    { context, flags, live, output: flags.output, datasets: namedDatasets(scan), maxShape: follower.maxShape, print },
    (handler: ItemHandler<ScanPoint>) => followItems(context, live, followable, handler),
  );
}

function createSource(context: CliContext, flags: FollowFlags, scan: OpenScan, { notes }: Live) {
  const { clock, signal } = context;
  const { keys, datasets, interleaved, finished } = scan;
  const { every, partition, skipHoles, scanRank } = flags;
  const rank = scanRank === undefined ? {} : { scanRank };
  const region = regionsOfScan(flags, scan);
  return new DataSource({
    keys,
    datasets,
    interleaved,
    ...(finished === undefined ? {} : { finished }),
    timeoutMs: flags.timeout,
    retryBudgetMs: flags.timeout,
    from: flags.from,
    ...rank,
    ...(region === undefined ? {} : { region }),
    ...(every === undefined ? {} : { every }),
    ...(partition === undefined ? {} : { partition }),
    ...(skipHoles === undefined ? {} : { skipHolesAfterMs: skipHoles }),
    ...(flags.fillFrames ? { fillFrames: 'read' as const } : {}),
    ...(flags.latest ? { backPressure: 'latest' as const } : {}),
    // A frame is done with when its line is made.
    memory: 'reused',
    endWhenClosed: !flags.ignoreClose,
    onDiagnostic: notes.listener,
    clock,
    signal,
  });
}

function regionsOfScan(
  { region, scanRank }: FollowFlags,
  scan: OpenScan,
): Readonly<Record<string, Region>> | undefined {
  if (region === undefined) return undefined;
  const { keys } = scan;
  const rank = new KeyFollower({ keys, ...(scanRank === undefined ? {} : { scanRank }) }).scanRank;
  return regionsOf(region, namedDatasets(scan), rank);
}

/** Every dataset by the name that its frames get; of those that take turns the first stands for all. */
function namedDatasets({ datasets, interleaved }: OpenScan): Readonly<Record<string, Dataset>> {
  const firsts = Object.entries(interleaved).map(([name, [first]]) => [name, first as Dataset] as const);
  return { ...datasets, ...Object.fromEntries(firsts) };
}
