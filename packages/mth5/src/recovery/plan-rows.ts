import { channelPath } from '../model/channel-path.js';
import { runPath, stationPath, type Mth5Version } from '../model/layout.js';
import { epoch, instantOf } from '../model/time.js';
import { isWhole } from '../reading/is-whole.js';
import { idsOf } from '../session/channel-rows.js';
import { referencedAddress, type ChannelRow } from '../storage/channel-row.js';
import { isEmptyRow } from '../storage/channel-table.js';
import type { Store } from '../storage/store.js';
import { readTimes, rowOfChannel } from './channel-attributes.js';
import { agreesWithItself, countingRow } from './channel-times.js';
import { rowState, type Mth5Finding, type RowFault } from './finding.js';
import type { FoundChannel } from './found-channel.js';
import { holdsData } from '../storage/holds-data.js';
import { levelRuns } from './level-run.js';
import { keyOf, matchRows, type MatchedRow } from './match-rows.js';

/**
 * What counts where the table and the datasets disagree.
 *
 * - `rows`: a session of this package was killed: what no row counts was never told to be durable, and is cut.
 * - `kept-samples`: the same, and somebody has opened the file again since: what is there is kept.
 * - `datasets`: the file of another program, which does not keep the table up to date: datasets and attributes count.
 */
export type Truth = 'rows' | 'kept-samples' | 'datasets';

/** A dataset to be cut. */
export interface Cut {
  readonly channel: FoundChannel;
  readonly length: number;
  /** Whether the one sample that is left only keeps the place, and has to be zero. */
  readonly isPlaceholder: boolean;
}

/** What brings table and datasets into agreement. */
export interface RowPlan {
  /** The table from now on. */
  readonly rows: readonly ChannelRow[];
  readonly cuts: readonly Cut[];
  /** Rows of channels whose attributes may have fallen behind too. */
  readonly changed: readonly ChannelRow[];
  readonly findings: readonly Mth5Finding[];
}

/** Of a file. */
export interface PlanParts {
  readonly store: Store;
  readonly version: Mth5Version;
  readonly truth: Truth;
  /** All that are in the table. */
  readonly rows: readonly ChannelRow[];
  readonly channels: readonly FoundChannel[];
  /** Whether the rows keep their numbers: none is removed. Their times are written in our words then. Default: false. */
  readonly keepsPlaces?: boolean;
}

/** Compares table and datasets. Nothing is written. @throws Hdf5Error as `Dataset.read`. */
export async function planRows(parts: PlanParts): Promise<RowPlan> {
  const { store, version, truth, channels } = parts;
  const rows = parts.rows.length === 1 && parts.rows.every(isEmptyRow) ? [] : parts.rows;
  const matched = matchRows(version, rows, channels);
  const raised = truth === 'rows' ? await levelRuns(store, version, [...matched.values()]) : undefined;
  const plan: GrowingPlan = { rows: [], cuts: [], changed: [], findings: [] };
  for (const [index, row] of rows.entries()) {
    const found = matched.get(index);
    if (found === undefined) planUnmatched(parts, row, plan);
    else await planMatched(parts, found, raised?.get(found.channel.path), plan);
  }
  const known = new Set([...matched.values()].map(({ channel }) => channel));
  for (const channel of channels) if (!known.has(channel)) await planMissing(parts, channel, plan);
  return plan;
}

interface GrowingPlan extends RowPlan {
  readonly rows: ChannelRow[];
  readonly cuts: Cut[];
  readonly changed: ChannelRow[];
  readonly findings: Mth5Finding[];
}

/** A row whose channel is gone, or has another one. */
function planUnmatched({ version, keepsPlaces = false }: PlanParts, row: ChannelRow, plan: GrowingPlan): void {
  if (keepsPlaces) plan.rows.push(row);
  else if (!isEmptyRow(row)) {
    const object = channelPath(version, idsOf(row));
    plan.findings.push({ kind: 'row-removed', object, before: rowState(row), after: undefined });
  }
}

async function planMatched(
  parts: PlanParts,
  found: MatchedRow,
  raised: ChannelRow | undefined,
  plan: GrowingPlan,
): Promise<void> {
  const { row, channel } = found;
  const object = channel.path;
  const cut = parts.truth === 'rows' && raised === undefined ? cutOf(found) : undefined;
  if (cut !== undefined) {
    plan.cuts.push(cut);
    plan.findings.push({ kind: 'samples-dropped', object, before: channel.length, after: cut.length });
  }
  const counting = raised ?? (cut === undefined ? await correctedRow(parts, found) : row);
  const after = await withReferences(parts, withNames(parts.version, counting, channel), channel);
  plan.rows.push(after);
  if (after === row) return;
  const fault = faultOf(parts.truth, row, after, channel);
  plan.findings.push({ kind: 'row-corrected', object, fault, before: rowState(row), after: rowState(after) });
  if (fault !== 'reference') plan.changed.push(after);
}

async function planMissing({ store, version }: PlanParts, channel: FoundChannel, plan: GrowingPlan): Promise<void> {
  const bare = await rowOfChannel(store, version, channel);
  if (bare === undefined) return;
  const row = { ...bare, has_data: await holdsData(store, channel.path, 0, channel.length) };
  plan.rows.push(row);
  plan.changed.push(row);
  plan.findings.push({ kind: 'row-added', object: channel.path, before: undefined, after: rowState(row) });
}

/** What a killed writer had not told of. A row that was torn belongs to a step whose samples were all there. */
function cutOf({ row, channel }: MatchedRow): Cut | undefined {
  const { n_samples: length, start, end, has_data } = row;
  if (!isWhole(row, row.sample_rate) || channel.length <= length) return undefined;
  const isPlaceholder = length === 1 && !has_data && start === end && instantOf(start) === epoch;
  return { channel, length, isPlaceholder };
}

async function correctedRow(
  { store, truth, keepsPlaces = false }: PlanParts,
  { row, channel: { path, length } }: MatchedRow,
): Promise<ChannelRow> {
  const agrees = truth === 'rows' || keepsPlaces ? isWhole(row, row.sample_rate) : agreesWithItself(row);
  const isRight = agrees && (row.sample_rate > 0 || !((await readTimes(store, path)).sampleRate > 0));
  const counts = isRight && row.n_samples === length;
  // Samples that are read for nothing cost, and what a session of ours writes is right.
  const hasData = row.has_data || (!(counts && truth === 'rows') && (await holdsData(store, path, 0, length)));
  if (counts) return hasData === row.has_data ? row : { ...row, has_data: hasData };
  const timed = await withTimes(store, truth, row, path);
  return { ...countingRow(timed, length), has_data: hasData };
}

/** With a start and a rate to count from: those of the attributes where another program wrote the file, or the row has none. */
async function withTimes(store: Store, truth: Truth, row: ChannelRow, path: string): Promise<ChannelRow> {
  const isKnown = instantOf(row.start) !== undefined && row.sample_rate > 0;
  if (isKnown && truth !== 'datasets') return row;
  const { start, sampleRate } = await readTimes(store, path);
  return {
    ...row,
    start: instantOf(start) === undefined ? row.start : start,
    sample_rate: sampleRate > 0 ? sampleRate : row.sample_rate,
  };
}

/** A row that was found by its reference may have other names. */
function withNames(version: Mth5Version, row: ChannelRow, { ids }: FoundChannel): ChannelRow {
  if (keyOf(version, idsOf(row)) === keyOf(version, ids)) return row;
  const { survey, station, run, channel: component } = ids;
  return { ...row, station, run, component, survey: version === '0.1.0' ? row.survey : survey };
}

async function withReferences(
  { store, version }: PlanParts,
  row: ChannelRow,
  { ids, reference }: FoundChannel,
): Promise<ChannelRow> {
  if (referencedAddress(row.hdf5_reference) === referencedAddress(reference)) return row;
  const { survey, station, run } = ids;
  return {
    ...row,
    hdf5_reference: reference,
    run_hdf5_reference: await store.file.createReference(runPath(version, survey, station, run)),
    station_hdf5_reference: await store.file.createReference(stationPath(version, survey, station)),
  };
}

function faultOf(truth: Truth, before: ChannelRow, after: ChannelRow, { length }: FoundChannel): RowFault {
  if (truth !== 'datasets' && !agreesWithItself(before)) return 'torn';
  if (before.n_samples < length) return 'behind';
  if (before.n_samples > length) return 'ahead';
  if (before.start !== after.start || before.end !== after.end || before.sample_rate !== after.sample_rate)
    return 'times';
  return before.has_data === after.has_data ? 'reference' : 'has-data';
}
