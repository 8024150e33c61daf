import { threadId } from 'node:worker_threads';
import { Hdf5Error, isHdf5Error } from '@h5tail/adapter';
import { Hdf5Library } from './c/hdf5-library.js';
import type { FileId } from './c/identifiers.js';
import { NameLists } from './c/name-lists.js';
import { CallQueue } from './call-queue.js';
import { CallThread } from './call-thread.js';
import { OpenDatasets } from './dataset/open-datasets.js';
import { TransferLists } from './dataset/transfer-lists.js';
import { loadLibrary, type LoadedLibrary } from './library/load-library.js';
import { NativeDecoding } from './native-decoding.js';

/** What all adapters of one thread share that use the same library. */
export class Hdf5Thread {
  readonly library: Hdf5Library;
  readonly queue = new CallQueue();
  readonly datasets: OpenDatasets;
  readonly nameLists: NameLists;
  readonly transfers: TransferLists;
  /** Where long reads and writes run. */
  readonly callThread: CallThread;
  /** What reads compressed chunks without HDF5. */
  readonly decoding: NativeDecoding;
  /** Closes each file that is open for writing. */
  readonly writers = new Map<FileId, () => void>();

  constructor(loaded: LoadedLibrary) {
    this.library = new Hdf5Library(loaded);
    if (!loaded.threadSafe) claimProcess(this.library);
    this.datasets = new OpenDatasets(this.library);
    this.nameLists = new NameLists(this.library);
    this.transfers = new TransferLists(this.library);
    this.callThread = new CallThread(this.library);
    this.decoding = new NativeDecoding(this.library);
    process.once('exit', () => {
      this.#closeWriters();
      // Only now: another thread that waits for the library would enter it while files are being closed.
      if (!loaded.threadSafe) leaveProcess(this.library);
    });
  }

  /** What was written and not closed is not lost when the thread ends in order. */
  #closeWriters(): void {
    // A library that is not thread-safe cannot be entered while a long call is under way.
    if (this.queue.isBusy && !this.library.loaded.threadSafe) return;
    for (const close of this.writers.values()) {
      try {
        close();
      } catch {
        // Nobody is left to tell.
      }
    }
  }
}

/** By the address of a function: one library may be known by several names. */
const threads = new Map<bigint, Hdf5Thread>();

/**
 * What this thread shares for a library, which is loaded first.
 *
 * @throws Hdf5Error `BACKEND_UNAVAILABLE`.
 */
export async function hdf5Thread(library: string | undefined): Promise<Hdf5Thread> {
  const loaded = await loadLibrary(library);
  const address = loaded.handle.symbol('H5open') as bigint;
  let thread = threads.get(address);
  if (thread === undefined) {
    thread = startThread(loaded);
    threads.set(address, thread);
  }
  return thread;
}

/** @throws Hdf5Error `BACKEND_UNAVAILABLE` for a library without a function that every build has, or nearly. */
function startThread(loaded: LoadedLibrary): Hdf5Thread {
  try {
    return new Hdf5Thread(loaded);
  } catch (cause) {
    if (isHdf5Error(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Hdf5Error('BACKEND_UNAVAILABLE', `${loaded.name} cannot be used: ${reason}`, {
      remedy:
        'Install a build of HDF5 with its deprecated functions, as all distributions have it, or use the wasm backend',
      cause,
    });
  }
}

const ownerProperty = 'h5tail: thread';

/**
 * A build without thread-safety may be entered by one thread at a time, and nothing keeps the threads of a Node program
 * apart. So the first one takes it for itself. Its call thread is not another one in this sense: the queue lets only one
 * of the two enter HDF5.
 *
 * @throws Hdf5Error `BACKEND_UNAVAILABLE` in every other thread.
 */
function claimProcess({ c, globals, loaded }: Hdf5Library): void {
  const list = globals.H5P_LST_FILE_MOUNT_ID_g;
  const id = BigInt64Array.of(BigInt(threadId));
  if (c.H5Pinsert2(list, ownerProperty, id.byteLength, id, null, null, null, null, null, null) >= 0) return;
  const owner = new BigInt64Array(1);
  if (c.H5Pget(list, ownerProperty, owner) >= 0 && owner[0] === id[0]) return;
  throw new Hdf5Error(
    'BACKEND_UNAVAILABLE',
    `another thread of this process uses ${loaded.name}, which is not thread-safe`,
    {
      remedy: 'Use HDF5 in one thread only, install a thread-safe build, or take the wasm backend in the other threads',
    },
  );
}

/** A worker that has ended leaves the library to others. One that is terminated cannot. */
function leaveProcess({ c, globals }: Hdf5Library): void {
  c.H5Premove(globals.H5P_LST_FILE_MOUNT_ID_g, ownerProperty);
}
