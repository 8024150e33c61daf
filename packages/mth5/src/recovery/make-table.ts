import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isHdf5Error, openFile, type CompoundDtype, type Hdf5Adapter } from '@h5tail/adapter';
import { tablePath, type Mth5Version } from '../model/layout.js';
import { ChannelTable } from '../storage/channel-table.js';
import { skeleton } from '../storage/skeleton.js';
import type { Store } from '../storage/store.js';

/** The table of a file, or what is there instead. */
export type TableLookup =
  | { readonly kind: 'found'; readonly table: ChannelTable }
  | { readonly kind: 'missing' | 'other'; readonly what: string };

/** Rows are rewritten in place while others read, see the empty file that new ones start from. */
const rowsPerChunk = 32;
/** Under `/`, whose children MTH5 does not look at. */
const draft = '/h5tail-channel_summary';

/** @throws Hdf5Error as `Group.dataset`. */
export async function lookForTable(store: Store, version: Mth5Version): Promise<TableLookup> {
  try {
    return {
      kind: 'found',
      table: new ChannelTable(await store.dataset(tablePath(version, 'channel_summary'))),
    };
  } catch (error) {
    if (!isHdf5Error(error)) throw error;
    if (error.code === 'OBJECT_NOT_FOUND' || error.code === 'BROKEN_LINK') return { kind: 'missing', what: 'no table' };
    if (error.code === 'WRONG_DTYPE') return { kind: 'other', what: 'a table with other columns' };
    if (error.code === 'WRONG_KIND') return { kind: 'other', what: 'no dataset' };
    throw error;
  }
}

/** What this implementation lacks to make the table; `undefined` where it can. */
export function lackingForTable({ capabilities }: Hdf5Adapter, isThere: boolean): string | undefined {
  const needed = ['createStringPadding', 'createBoolean', ...(isThere ? (['deleteLink'] as const) : [])] as const;
  return needed.find((name) => !capabilities[name]);
}

/**
 * Makes the table of channels, with one row that says that there are none, in place of what is there.
 *
 * @throws Hdf5Error as `Group.createDataset`; what is there stays then.
 */
export async function makeTable(store: Store, version: Mth5Version): Promise<ChannelTable> {
  const { root } = store.file;
  const path = tablePath(version, 'channel_summary');
  if (await root.has(draft)) await root.delete(draft);
  await root.createDataset(draft, {
    dtype: await tableDtype(store.adapter, version),
    shape: [1],
    maxShape: [null],
    chunks: [rowsPerChunk],
  });
  if (await root.has(path)) await root.delete(path);
  await root.createHardLink(path, draft);
  await root.delete(draft);
  return new ChannelTable(await store.dataset(path));
}

/** That of the empty file that new ones start from. */
async function tableDtype(adapter: Hdf5Adapter, version: Mth5Version): Promise<CompoundDtype> {
  const folder = mkdtempSync(join(tmpdir(), 'h5tail-table-'));
  try {
    const file = await openFile(join(folder, 'empty.h5'), { adapter, mode: 'wx', skeleton: skeleton(version) });
    try {
      return (await file.dataset(tablePath(version, 'channel_summary'))).dtype as CompoundDtype;
    } finally {
      await file.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
