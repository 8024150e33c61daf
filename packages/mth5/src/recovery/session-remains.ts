import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { openFile, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { openStoredDataset, systemFault } from '@h5tail/local-file';
import { requireMth5 } from '../opening/require-mth5.js';
import { referencedAddress } from '../storage/channel-row.js';
import { sessionPaths } from '../storage/session-paths.js';

/** How far a session of this package came: `cut` where what it left behind is still to be cut. */
export type SessionRemains = 'none' | 'ended' | 'going-on' | 'cut';

/** What `/h5tail/ended` holds from the moment in which the writer's flags are cleared to the one in which the file is mended. */
const toBeCut = 2;
const markBytes = 8;

/** What a file says of its session. @throws Hdf5Error as `Dataset.read`. */
export async function readRemains(file: Hdf5File): Promise<SessionRemains> {
  if (!(await file.root.has(sessionPaths.ended))) return 'none';
  const { data } = await (await file.dataset(sessionPaths.ended)).read();
  switch (Number((data as BigInt64Array)[0] ?? 1n)) {
    case 0:
      return 'going-on';
    case toBeCut:
      return 'cut';
    default:
      return 'ended';
  }
}

/**
 * Notes in a file whose writer was killed in SWMR mode that there is something to be cut, before its flags are cleared: when this
 * program is killed too, the flags no longer tell.
 *
 * @throws Hdf5Error what keeps the file from being read or written.
 */
export async function noteCut(path: string, adapter: Hdf5Adapter): Promise<void> {
  const address = await addressOfMark(path, adapter);
  if (address === undefined) return;
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r+');
  } catch (error) {
    throw systemFault(error, path);
  }
  try {
    const stored = openStoredDataset(descriptor, Number(address));
    const place = stored?.storage.placesIn(descriptor, [], [])?.positions[0];
    const bytes = Buffer.alloc(markBytes);
    if (place === undefined || place < 0 || readSync(descriptor, bytes, 0, markBytes, place) < markBytes) return;
    if (bytes.readBigInt64LE() !== 0n) return;
    bytes.writeBigInt64LE(BigInt(toBeCut));
    writeSync(descriptor, bytes, 0, markBytes, place);
    fsyncSync(descriptor);
  } catch (error) {
    throw systemFault(error, path);
  } finally {
    closeSync(descriptor);
  }
}

/** Where the mark is; `undefined` where there is none, or it says something else than that a session goes on. */
async function addressOfMark(path: string, adapter: Hdf5Adapter): Promise<bigint | undefined> {
  const file = await openFile(path, { adapter, mode: 'r', swmr: true });
  try {
    await requireMth5(file, false);
    if ((await readRemains(file)) !== 'going-on') return undefined;
    return referencedAddress(await file.createReference(sessionPaths.ended));
  } finally {
    await file.close();
  }
}
