import { channelKey, channelPath, type ChannelIds } from '../model/channel-path.js';
import { runPath, stationPath, type Mth5Version } from '../model/layout.js';
import { epoch } from '../model/time.js';
import { isWhole } from '../reading/is-whole.js';
import { idsOf } from '../session/channel-rows.js';
import { referencedAddress, type ChannelRow } from '../storage/channel-row.js';
import { isEmptyRow } from '../storage/channel-table.js';
import type { Store } from '../storage/store.js';
import { readTimes, rowOfChannel } from './channel-attributes.js';
import { agreesWithItself, countingRow, instantOf } from './channel-times.js';
import { rowState, type Mth5Finding, type RowFault } from './finding.js';
import type { FoundChannel } from './found-channel.js';
import { holdsData } from './holds-data.js';
import { levelRuns, type MatchedRow } from './level-run.js';

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
  const { store, version, truth, channels, keepsPlaces = false } = parts;
  const rows = parts.rows.length === 1 && parts.rows.every(isEmptyRow) ? [] : parts.rows;
  const findings: Mth5Finding[] = [];
  const matched = matchRows(version, rows, channels);
  const raised = truth === 'rows' ? await levelRuns(store, version, [...matched.values()]) : new Map<string, never>();
  const [planned, cuts, changed]: [ChannelRow[], Cut[], ChannelRow[]] = [[], [], []];
  for (const [index, row] of rows.entries()) {
    const found = matched.get(index);
    if (found === undefined) {
      if (keepsPlaces) planned.push(row);
      else if (!isEmptyRow(row)) {
        findings.push({ kind: 'row-removed', object: pathOf(version, row), before: rowState(row), after: undefined });
      }
      continue;
    }
    const { channel } = found;
    const cut = truth === 'rows' && !raised.has(channel.path) ? cutOf(found) : undefined;
    if (cut !== undefined) {
      cuts.push(cut);
      findings.push({ kind: 'samples-dropped', object: channel.path, before: channel.length, after: cut.length });
    }
    const corrected = raised.get(channel.path) ?? (cut === undefined ? await correctedRow(parts, found) : row);
    const after = await withReferences(store, version, withNames(version, corrected, channel), channel);
    planned.push(after);
    if (after === row) continue;
    const fault = faultOf(truth, row, after, channel);
    findings.push({
      kind: 'row-corrected',
      object: channel.path,
      fault,
      before: rowState(row),
      after: rowState(after),
    });
    if (fault !== 'reference') changed.push(after);
  }
  const known = new Set([...matched.values()].map(({ channel }) => channel.path));
  for (const channel of channels.filter(({ path }) => !known.has(path))) {
    const bare = await rowOfChannel(store, version, channel);
    if (bare === undefined) continue;
    const row = { ...bare, has_data: await holdsData(store, channel.path, 0, channel.length) };
    planned.push(row);
    changed.push(row);
    findings.push({ kind: 'row-added', object: channel.path, before: undefined, after: rowState(row) });
  }
  return { rows: planned, cuts, changed, findings };
}

/** Which channel each row is of, by its names, else by its reference. A channel has one row. */
function matchRows(
  version: Mth5Version,
  rows: readonly ChannelRow[],
  channels: readonly FoundChannel[],
): Map<number, MatchedRow> {
  const byKey = new Map(channels.map((channel) => [keyOf(version, channel.ids), channel]));
  const byAddress = new Map(channels.map((channel) => [referencedAddress(channel.reference), channel]));
  const matched = new Map<number, MatchedRow>();
  const taken = new Set<FoundChannel>();
  const match = (index: number, row: ChannelRow, channel: FoundChannel | undefined): void => {
    if (channel === undefined || taken.has(channel)) return;
    matched.set(index, { row, channel });
    taken.add(channel);
  };
  for (const [index, row] of rows.entries())
    if (!isEmptyRow(row)) match(index, row, byKey.get(keyOf(version, idsOf(row))));
  for (const [index, row] of rows.entries()) {
    if (!isEmptyRow(row) && !matched.has(index)) {
      match(index, row, byAddress.get(referencedAddress(row.hdf5_reference)));
    }
  }
  return new Map([...matched].toSorted(([a], [b]) => a - b));
}

/** Version 0.1.0 has one survey, whatever it is called. */
function keyOf(version: Mth5Version, ids: ChannelIds): string {
  return channelKey(version === '0.1.0' ? { ...ids, survey: '' } : ids);
}

function pathOf(version: Mth5Version, row: ChannelRow): string {
  return channelPath(version, idsOf(row));
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
  store: Store,
  version: Mth5Version,
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
