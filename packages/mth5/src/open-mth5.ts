import { existsSync } from 'node:fs';
import { Hdf5Error, openFile, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { systemClock, type Clock } from '@h5tail/follower';
import type { Mth5Version } from './model/layout.js';
import { Mth5Access } from './mth5-access.js';
import { Mth5File } from './mth5-file.js';
import { createMth5, type NewFile } from './opening/create-mth5.js';
import { lockedBy } from './opening/locked-by.js';
import { requireFree, requireNoSession } from './opening/require-free.js';
import { requireMth5 } from './opening/require-mth5.js';
import { flushSettings, type FlushPolicy } from './session/flush-policy.js';
import { gapSettings, type GapPolicy } from './session/gaps.js';
import type { DurableListener } from './session/recorder.js';
import { WriterSession } from './session/writer-session.js';
import { Store } from './storage/store.js';

/**
 * How a file is opened, in MTH5's words: `r` read; `r+` change a file that is there; `a` the same, or create it; `w` create,
 * replacing a file; `x` and `w-` create, unless there is one.
 */
export type Mth5Mode = 'r' | 'r+' | 'a' | 'w' | 'w-' | 'x';

const modes: readonly string[] = ['r', 'r+', 'a', 'w', 'w-', 'x'];

/** Options of {@link openMth5}. */
export interface OpenMth5Options {
  /** The implementation of HDF5 to use. */
  readonly adapter: Hdf5Adapter;
  /** Default: `a`. */
  readonly mode?: Mth5Mode;
  /**
   * With `r`: read while a writer is at it. With `a` and `r+`: begin a session, in which others may read at once. A new file has no structure
   * yet; give it one, and then call `Mth5File.startSwmr`. Default: false.
   */
  readonly swmr?: boolean;
  /** Version of the layout of a new file; one that is there says its own. Default: 0.2.0. */
  readonly version?: Mth5Version;
  /** What a new file says of itself. */
  readonly created?: NewFile;
  /** When samples become visible and durable. */
  readonly flush?: FlushPolicy;
  /** What becomes of gaps in time. */
  readonly gaps?: GapPolicy;
  /** Is told after each flush how many samples of which channels are durable. It must not throw. Default: nobody. */
  readonly onDurable?: DurableListener;
  /** Opens a file for writing although other programs have locks on it, for those who know that these only read. Default: false. */
  readonly ignoreLocks?: boolean;
  /** Ends the call with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Default: `systemClock`. */
  readonly clock?: Clock;
}

/**
 * Opens an MTH5 file, or creates one.
 *
 * @throws Hdf5Error `STRUCTURE_FIXED` for SWMR with a mode that creates; `FILE_NOT_FOUND`; `FILE_EXISTS`; `FILE_LOCKED`, which tells a writer
 * that is alive from one that was killed and from a lock of a reader; `NOT_SWMR_READABLE`, `NOT_SWMR_WRITABLE`; `OBJECT_NOT_FOUND` and
 * `INVALID_DATA` where it is no MTH5 file, or its table of channels is missing and cannot be made, `WRONG_VERSION` where it is of a version that is not known; and what `openFile` throws.
 * @throws TypeError for a mode, and RangeError for a number, that makes no sense.
 */
export async function openMth5(path: string, options: OpenMth5Options): Promise<Mth5File> {
  const { mode = 'a', swmr = false } = options;
  const settings = {
    flush: flushSettings(options.flush),
    clock: options.clock ?? systemClock,
    onDurable: options.onDurable,
  };
  const gaps = gapSettings(options.gaps);
  requireSense(path, mode, swmr);
  options.signal?.throwIfAborted();
  const file = await openOrCreate(path, mode, swmr, options);
  try {
    const version = await requireMth5(file, mode !== 'r');
    const store = new Store(options.adapter, file);
    const session = mode === 'r' ? undefined : await WriterSession.open(store, version, settings);
    if (session !== undefined && swmr) await session.startSwmr();
    return new Mth5File(new Mth5Access({ store, version, session, isLive: mode === 'r' && swmr, gaps }));
  } catch (error) {
    await file.close();
    throw error;
  }
}

function requireSense(path: string, mode: string, swmr: boolean): void {
  if (!modes.includes(mode)) throw new TypeError(`there is no mode '${mode}': it is one of ${modes.join(', ')}`);
  if (!swmr) return;
  if (mode === 'w' || mode === 'w-' || mode === 'x') {
    throw new Hdf5Error(
      'STRUCTURE_FIXED',
      `SWMR cannot be used with mode='${mode}': a new file has nothing to be read yet`,
      {
        file: path,
        remedy: 'Create the file without SWMR, add what it shall hold, and then start SWMR',
      },
    );
  }
  if (!existsSync(path)) {
    throw new Hdf5Error('FILE_NOT_FOUND', 'Cannot use SWMR mode on non-existent file', {
      file: path,
      remedy: 'Create the file first, without SWMR',
    });
  }
}

async function openOrCreate(path: string, mode: Mth5Mode, swmr: boolean, options: OpenMth5Options): Promise<Hdf5File> {
  const { adapter, version = '0.2.0', created, ignoreLocks = false, signal } = options;
  if (mode === 'w' || mode === 'w-' || mode === 'x' || (mode === 'a' && !existsSync(path))) {
    if (mode === 'w') await requireNoSession(path);
    return createMth5(path, mode === 'w' ? 'w' : 'wx', { adapter, version, created }).catch(async (error: unknown) => {
      throw await lockedBy(path, error, mode);
    });
  }
  if (mode !== 'r') await requireFree(path);
  const how = mode === 'r' ? ({ mode: 'r', swmr } as const) : ({ mode: 'r+', ignoreLocks } as const);
  return openFile(path, { adapter, ...how, ...(signal && { signal }) }).catch(async (error: unknown) => {
    throw await lockedBy(path, error, mode);
  });
}
