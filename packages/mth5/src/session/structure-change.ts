import { isHdf5Error } from '@h5tail/adapter';
import { beginUndo, type UndoJournal } from '@h5tail/local-file/recovery';
import type { Store } from '../storage/store.js';

/** What comes after a change: SWMR mode again, or nothing more. */
export type AfterChange = 'swmr' | 'closed';

/**
 * Leaves SWMR mode, changes the structure of the file, and enters SWMR mode again.
 *
 * HDF5 can neither create objects in SWMR mode, nor leave it without closing the file. Until the change is through, an undo
 * journal beside the file makes the death of this process harmless; and where the change fails, it is undone by the same.
 *
 * @param samples Addresses of the datasets whose elements the change does not touch.
 * @throws What the change throws; the file is then as it was before. Where it cannot be opened again, as after a full disk, it stays closed.
 * Hdf5Error `FILE_LOCKED` where another program has opened it for writing while it was closed; then it is that program's, and stays closed.
 */
export async function changeOutsideSwmr<Result>(
  store: Store,
  samples: readonly bigint[],
  change: () => Promise<Result>,
  after: AfterChange = 'swmr',
): Promise<Result> {
  await store.close();
  const journal = await beginUndo(store.path, { keepOut: samples }).catch(async (error: unknown) => {
    // Without a journal there is no change, as in a folder that cannot be written; the session goes on.
    if (after === 'swmr' && !isTaken(error)) await store.open('swmr');
    throw error;
  });
  let isOpen = false;
  let result: Result;
  try {
    await store.open('structure');
    isOpen = true;
    result = await change();
    await store.close();
  } catch (error) {
    if (!isOpen && isTaken(error)) throw await abandoned(journal, error);
    await store.close().catch(() => undefined);
    await journal.undo();
    // After a write that failed, HDF5 keeps something of the file in this process, and cannot open it any more.
    if (after === 'swmr' && !isWriteFault(error)) await store.open('swmr');
    throw error;
  }
  await journal.done().catch(async (error: unknown) => {
    throw isTaken(error) ? await abandoned(journal, error) : error;
  });
  if (after === 'swmr') await store.open('swmr');
  return result;
}

/** Whether another program has opened the file for writing while it was closed. */
function isTaken(error: unknown): boolean {
  return isHdf5Error(error) && error.code === 'FILE_LOCKED';
}

/** With the journal the other program would lose what it writes. */
async function abandoned(journal: UndoJournal, error: unknown): Promise<unknown> {
  await journal.abandon();
  return error;
}

function isWriteFault(error: unknown): boolean {
  return isHdf5Error(error) && (error.code === 'NO_SPACE' || error.code === 'IO');
}
