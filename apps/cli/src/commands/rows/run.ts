import { unravelIndex, RowKeyFollower, type ReadyRow } from '@h5tail/follower';
import { FrameReader } from '@h5tail/frames';
import type { CliContext } from '../../context.js';
import type { ExitCode } from '../../exit-codes.js';
import { exactJson, type JsonValue } from '../../frame/exact-json.js';
import { UsageError } from '../../usage-errors.js';
import type { Ending } from '../live/end-statement.js';
import { followItems } from '../live/follow-items.js';
import { runLive, type Live } from '../live/live-run.js';
import { pointCount, requireFrom, type Units } from '../live/missing-words.js';
import { openScan, type OpenScan } from '../live/open-scan.js';
import { regionsOf, requireRegions } from '../live/regions.js';
import type { RowsFlags } from './command.js';
import { readRow } from './read-row.js';
import { RowSummary } from './row-summary.js';

/** `h5tail rows`: one line of JSON per full row on stdout; the last line on stderr says why it ended. */
export async function run(context: CliContext, flags: RowsFlags, path: string): Promise<ExitCode> {
  const { data = [], region = [] } = flags;
  if (data.length === 0 && region.length > 0) throw new UsageError('--region takes --data PATH');
  requireRegions(region, data);
  return runLive(context, flags, path, {
    noun: 'row',
    keyed: 'point',
    open: (adapter) => openScan(path, flags, adapter, context.signal),
    follow: (scan, live) => followRows(context, flags, scan, live),
  });
}

async function followRows(context: CliContext, flags: RowsFlags, scan: OpenScan, live: Live): Promise<Ending> {
  const { signal } = context;
  const { file } = scan;
  const follower = createFollower(context, flags, scan, live);
  const points = pointCount(follower.maxShape);
  const count = points === undefined ? undefined : Math.ceil(points / follower.rowSize);
  const units: Units = { noun: 'row', missing: 'is not full', keyed: 'point', count };
  requireFrom(flags.from, units, file.path);
  const readers = createReaders(context, flags, scan, follower);
  const followable = { file, source: follower, follower, timeoutMs: flags.timeout, units };
  return followItems(context, live, followable, {
    async item(row) {
      const data: Record<string, JsonValue> = {};
      const lineLength = Math.max(follower.scanShape.at(-1) ?? 1, 1);
      for (const [name, reader] of readers) {
        const summary = new RowSummary(row);
        for await (const frame of readRow(reader, row, lineLength, signal)) summary.add(frame.index, frame);
        data[name] = summary.json;
      }
      await context.output.write(rowLine(row, follower, readers.size === 0 ? undefined : data));
    },
  });
}

function createFollower({ clock, signal }: CliContext, flags: RowsFlags, scan: OpenScan, { notes }: Live) {
  const { rowSize, scanRank, skipHoles } = flags;
  const { keys, finished } = scan;
  return new RowKeyFollower({
    keys,
    ...(finished === undefined ? {} : { finished }),
    timeoutMs: flags.timeout,
    from: flags.from,
    ...(rowSize === undefined ? {} : { rowSize }),
    ...(scanRank === undefined ? {} : { scanRank }),
    ...(skipHoles === undefined ? {} : { skipHolesAfterMs: skipHoles }),
    endWhenClosed: !flags.ignoreClose,
    onDiagnostic: notes.listener,
    clock,
    signal,
  });
}

function createReaders(
  { clock }: CliContext,
  { region = [], timeout }: RowsFlags,
  { datasets }: OpenScan,
  { scanRank, maxShape }: RowKeyFollower,
): ReadonlyMap<string, FrameReader> {
  const regions = regionsOf(region, datasets, scanRank);
  return new Map(
    Object.entries(datasets).map(([name, dataset]) => {
      const part = regions[name];
      const options = { scanRank, scanShape: maxShape, retryBudgetMs: timeout, clock };
      return [name, new FrameReader(dataset, part === undefined ? options : { ...options, region: part })];
    }),
  );
}

function rowLine(
  { row, start, stop, skipped }: ReadyRow,
  { scanShape }: RowKeyFollower,
  data: { readonly [name: string]: JsonValue } | undefined,
): string {
  return exactJson({
    row,
    start,
    stop,
    position: unravelIndex(start, scanShape).slice(0, -1),
    skipped: skipped?.map((range) => [range.start, range.stop]),
    data,
  });
}
