import { openFile, type Hdf5Adapter } from '@h5tail/adapter';
import { ChannelRows } from '../session/channel-rows.js';
import { settleMetadata } from '../session/settle-metadata.js';
import { changeOutsideSwmr } from '../session/structure-change.js';
import type { ChannelRow } from '../storage/channel-row.js';
import type { ChannelTable } from '../storage/channel-table.js';
import { markSession } from '../storage/session-mark.js';
import { Store } from '../storage/store.js';
import type { Examination } from './examine.js';
import { lookForTable, makeTable } from './make-table.js';
import { writeRunLists } from './run-lists.js';
import type { Cut, RowPlan } from './plan-rows.js';

/**
 * Does to a file what was found to be done. When this program is killed meanwhile, the file is as it was before.
 *
 * @param hasJournal Whether the format of the file is one whose changes can be undone.
 * @throws Hdf5Error what keeps it from being opened for writing, or written; the file is as it was before.
 */
export async function mend(path: string, adapter: Hdf5Adapter, found: Examination, hasJournal: boolean): Promise<void> {
  const store = new Store(adapter, await openFile(path, { adapter, mode: 'r' }));
  const change = (): Promise<void> => changeAll(store, found);
  if (hasJournal) {
    await changeOutsideSwmr(store, found.samples, change, 'closed');
    return;
  }
  await store.close();
  await store.open('structure');
  try {
    await change();
  } finally {
    await store.close();
  }
}

async function changeAll(store: Store, found: Examination): Promise<void> {
  const { version, plan, rows, touched, runLists, endsSession } = found;
  if (plan !== undefined) {
    await cutDatasets(store, plan.cuts);
    const table = rows === undefined ? await makeTable(store, version) : await tableOf(store, version);
    await writeTable(table, rows ?? [], plan);
    await settleMetadata(store.file, version, await ChannelRows.of(table, version), touched);
  }
  await writeRunLists(store, runLists);
  if (endsSession) await markSession(store.file, false);
}

async function tableOf(store: Store, version: Parameters<typeof lookForTable>[1]): Promise<ChannelTable> {
  const lookup = await lookForTable(store, version);
  if (lookup.kind === 'found') return lookup.table;
  throw new Error('the table was there a moment ago');
}

/** What is cut off reads as zero when the dataset grows again. */
export async function cutDatasets(store: Store, cuts: readonly Cut[]): Promise<void> {
  for (const { channel, length, isPlaceholder } of cuts) {
    const dataset = await store.dataset(channel.path);
    if (isPlaceholder) await dataset.resize([0]);
    await dataset.resize([length]);
  }
}

/** Writes the rows that differ, and cuts the table behind the last one. */
export async function writeTable(
  table: ChannelTable,
  before: readonly ChannelRow[],
  { rows }: Pick<RowPlan, 'rows'>,
): Promise<void> {
  for (let at = 0; at < rows.length;) {
    const first = at;
    while (at < rows.length && rows[at] !== before[at]) at++;
    await table.write(first, rows.slice(first, at));
    if (at < rows.length) at++;
  }
  if (rows.length === 0 && before.length > 0 && !isEmptyTable(before)) await table.write(0, [emptyRow]);
  const length = Math.max(1, rows.length);
  if (table.length > length) await table.dataset.resize([length]);
}

function isEmptyTable(rows: readonly ChannelRow[]): boolean {
  return rows.length === 1 && rows[0]?.component === '' && rows[0].run === '';
}

/** What MTH5 gives a table without channels. */
const emptyRow: ChannelRow = {
  survey: '',
  station: '',
  run: '',
  latitude: 0,
  longitude: 0,
  elevation: 0,
  component: '',
  start: '',
  end: '',
  n_samples: 0,
  sample_rate: 0,
  measurement_type: '',
  azimuth: 0,
  tilt: 0,
  units: '',
  has_data: false,
  hdf5_reference: new Uint8Array(8),
  run_hdf5_reference: new Uint8Array(8),
  station_hdf5_reference: new Uint8Array(8),
};
