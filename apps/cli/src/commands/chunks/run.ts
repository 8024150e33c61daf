import { ChunkSource, type ChunkItem } from '@h5tail/frames';
import type { CliContext } from '../../context.js';
import type { ExitCode } from '../../exit-codes.js';
import { exactJson } from '../../frame/exact-json.js';
import { slabJson } from '../../frame/frame-line.js';
import type { Ending } from '../live/end-statement.js';
import { followItems } from '../live/follow-items.js';
import { runLive, type Live } from '../live/live-run.js';
import { requireFrom, type Units } from '../live/missing-words.js';
import { openScan, type OpenScan } from '../live/open-scan.js';
import { regionsOf, requireRegions } from '../live/regions.js';
import type { ChunksFlags } from './command.js';

/** Datasets are followed along their first axis. */
const scanRank = 1;

/** `h5tail chunks`: one line of JSON per chunk on stdout; the last line on stderr says why it ended. */
export async function run(context: CliContext, flags: ChunksFlags, path: string): Promise<ExitCode> {
  requireRegions(flags.region ?? [], flags.data);
  return runLive(context, flags, path, {
    noun: 'chunk',
    keyed: 'element',
    open: (adapter) => openScan(path, flags, adapter, context.signal),
    follow: (scan, live) => followChunks(context, flags, scan, live),
  });
}

async function followChunks(context: CliContext, flags: ChunksFlags, scan: OpenScan, live: Live): Promise<Ending> {
  const { file } = scan;
  const source = createSource(context, flags, scan, live);
  const { follower } = source;
  const units: Units = { noun: 'element', missing: 'is not there', count: follower.maxShape[0] ?? undefined };
  requireFrom(flags.from, units, file.path);
  const complete = 'every chunk is there';
  const followable = { file, source, follower, timeoutMs: flags.timeout, units, complete };
  return followItems(context, live, followable, {
    item: (chunk) => context.output.write(chunkLine(chunk, flags.values)),
  });
}

function createSource({ clock, signal }: CliContext, flags: ChunksFlags, scan: OpenScan, { notes }: Live) {
  const { datasets, keys, finished } = scan;
  const { window, region } = flags;
  return new ChunkSource({
    datasets,
    ...(keys.length === 0 ? {} : { keys }),
    ...(finished === undefined ? {} : { finished }),
    ...(window === undefined ? {} : { windowLength: window }),
    ...(region === undefined ? {} : { region: regionsOf(region, datasets, scanRank) }),
    timeoutMs: flags.timeout,
    retryBudgetMs: flags.timeout,
    from: flags.from,
    // A chunk is done with when its line is made.
    memory: 'reused',
    endWhenClosed: !flags.ignoreClose,
    onDiagnostic: notes.listener,
    clock,
    signal,
  });
}

function chunkLine({ index, slice, maxShape, slabs }: ChunkItem, withValues: boolean): string {
  const data = Array.from(slabs, ([name, slab]) => [name, slabJson(slab, withValues)] as const);
  const [[, stop]] = slice;
  return exactJson({ index, stop, maxShape, data: Object.fromEntries(data) });
}
