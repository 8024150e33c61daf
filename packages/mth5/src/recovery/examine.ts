import { openFile, type Hdf5Adapter } from '@h5tail/adapter';
import { channelPath } from '../model/channel-path.js';
import { tablePath, type Mth5Version } from '../model/layout.js';
import { requireMth5 } from '../opening/require-mth5.js';
import { idsOf } from '../session/channel-rows.js';
import { referencedAddress, type ChannelRow } from '../storage/channel-row.js';
import { sessionPaths } from '../storage/session-paths.js';
import { Store } from '../storage/store.js';
import { isSameTimes, readTimes } from './channel-attributes.js';
import type { AttributeState, Mth5Finding } from './finding.js';
import { findChannels } from './found-channel.js';
import { lackingForTable, lookForTable } from './make-table.js';
import { planRows, type RowPlan, type Truth } from './plan-rows.js';
import { staleRunLists, type StaleRunList } from './run-lists.js';
import { readRemains, type SessionRemains } from './session-remains.js';

/** How to look into a file. */
export interface ExamineOptions {
  readonly adapter: Hdf5Adapter;
  /** Whether its writer was killed, as the file says or has said. */
  readonly wasKilled: boolean;
  /** Whether it still says that it is written in SWMR mode. */
  readonly isSwmr: boolean;
  readonly signal: AbortSignal | undefined;
}

/** What is to be done to a file. */
export interface Examination {
  readonly version: Mth5Version;
  readonly findings: readonly Mth5Finding[];
  /** `undefined` where there is no table and none can be made. */
  readonly plan: RowPlan | undefined;
  /** The table as it is; `undefined` where one has to be made. */
  readonly rows: readonly ChannelRow[] | undefined;
  /** Rows of channels whose attributes, and those of what they are in, are to be brought up to date. */
  readonly touched: readonly ChannelRow[];
  readonly runLists: readonly StaleRunList[];
  readonly endsSession: boolean;
  /** Addresses of the datasets whose elements stay where they are. */
  readonly samples: readonly bigint[];
}

/** Finds out what is wrong with a file that can be opened. Nothing is written. @throws Hdf5Error as `openFile` and `requireMth5`. */
export async function examine(
  path: string,
  { adapter, wasKilled, isSwmr, signal }: ExamineOptions,
): Promise<Examination> {
  const file = await openFile(path, { adapter, mode: 'r', swmr: isSwmr, ...(signal && { signal }) });
  try {
    const version = await requireMth5(file, false);
    const remains = await readRemains(file);
    const store = new Store(adapter, file);
    return await examineTable(store, version, remains, truthOf(remains, wasKilled), signal);
  } finally {
    await file.close();
  }
}

function truthOf(remains: SessionRemains, wasKilled: boolean): Truth {
  if (remains === 'cut') return 'rows';
  if (remains === 'going-on') return wasKilled ? 'rows' : 'kept-samples';
  return 'datasets';
}

async function examineTable(
  store: Store,
  version: Mth5Version,
  remains: SessionRemains,
  truth: Truth,
  signal: AbortSignal | undefined,
): Promise<Examination> {
  const lookup = await lookForTable(store, version);
  const rows = lookup.kind === 'found' ? await lookup.table.read() : undefined;
  const findings: Mth5Finding[] = [];
  const lacking = lookup.kind === 'found' ? undefined : lackingForTable(store.adapter, lookup.kind === 'other');
  if (lookup.kind !== 'found') {
    const kind = lacking === undefined ? 'table-made' : 'table-not-made';
    const after = lacking === undefined ? 'a table of all channels' : `${store.adapter.name} lacks ${lacking}`;
    findings.push({ kind, object: tablePath(version, 'channel_summary'), before: lookup.what, after });
  }
  const channels = await findChannels(store, version);
  signal?.throwIfAborted();
  // Without the rows of the session nothing tells what it had told of.
  const known = rows === undefined ? 'datasets' : truth;
  const plan =
    lacking === undefined ? await planRows({ store, version, truth: known, rows: rows ?? [], channels }) : undefined;
  findings.push(...(plan?.findings ?? []));
  const endsSession = remains === 'going-on' || remains === 'cut';
  const paths = new Set(channels.map(({ path }) => path));
  const suspects = (endsSession ? plan?.rows : plan?.changed) ?? [];
  const touched = suspects.filter((row) => paths.has(channelPath(version, idsOf(row))));
  findings.push(...(await staleAttributes(store, version, touched)));
  const runLists = endsSession ? await staleRunLists(store, version) : [];
  for (const { path, before, after } of runLists) {
    findings.push({ kind: 'run-list-corrected', object: path, before, after });
  }
  if (endsSession) {
    findings.push({ kind: 'session-ended', object: sessionPaths.ended, before: 0, after: 1 });
  }
  const moved = new Set<string>();
  for (const { channel } of plan?.cuts ?? []) {
    // A chunk that is compressed is stored anew when it is cut, and its place is given to others.
    if ((await store.dataset(channel.path)).filters.length > 0) moved.add(channel.path);
  }
  const samples = channels
    .filter((channel) => !moved.has(channel.path))
    .map(({ reference }) => referencedAddress(reference));
  return { version, findings, plan, rows, touched, runLists, endsSession, samples };
}

async function staleAttributes(
  store: Store,
  version: Mth5Version,
  rows: readonly ChannelRow[],
): Promise<Mth5Finding[]> {
  const findings: Mth5Finding[] = [];
  for (const row of rows) {
    const object = channelPath(version, idsOf(row));
    const before = await readTimes(store, object);
    const after: AttributeState = { start: row.start, end: row.end, sampleRate: row.sample_rate };
    if (!isSameTimes(before, after)) findings.push({ kind: 'attributes-corrected', object, before, after });
  }
  return findings;
}
