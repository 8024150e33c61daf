import type { LibraryHandle } from 'koffi';
import { constants } from '../c/constants.js';
import { declarations } from '../c/declarations.js';
import { koffiPrototype } from '../c/types.js';
import type { LibraryVersion } from './library-version.js';
import type { OpenLibrary } from './pin-library.js';

/** A library that is open and says that it is HDF5. */
export interface ProbedLibrary {
  readonly handle: LibraryHandle;
  /** What was opened: a path or a soname. */
  readonly name: string;
  readonly version: LibraryVersion;
  /** Whether its functions may be called from several threads at once. */
  readonly threadSafe: boolean;
}

/**
 * Opens a library, asks for its version and starts it.
 *
 * @throws Error with the system's words where it cannot be opened, with ours where it is not HDF5 or does not start.
 */
export function probeLibrary(open: OpenLibrary, name: string): ProbedLibrary {
  const handle = open(name);
  const version = askVersion(handle);
  const start: () => number = handle.func(koffiPrototype(declarations.H5open));
  if (start() < 0) throw new Error('this HDF5 does not start: H5open failed');
  // The part that opens files starts by itself when it is first asked for something, and only then looks at its
  // environment.
  const countOpenObjects: (file: bigint, types: number) => unknown = handle.func(
    koffiPrototype(declarations.H5Fget_obj_count),
  );
  countOpenObjects(BigInt(constants.H5F_OBJ_ALL), constants.H5F_OBJ_DATASET);
  return { handle, name, version, threadSafe: askThreadSafety(handle) };
}

function askVersion(handle: LibraryHandle): LibraryVersion {
  let getVersion: (major: Uint32Array, minor: Uint32Array, release: Uint32Array) => number;
  try {
    getVersion = handle.func(koffiPrototype(declarations.H5get_libversion));
    // Before anything else, which would start the library: it is not to close files by itself when the process ends. One
    // that cannot be closed, on a full disk, makes it crash then; see `Hdf5Thread`.
    const leaveTheEndToUs: () => number = handle.func(koffiPrototype(declarations.H5dont_atexit));
    leaveTheEndToUs();
  } catch (error) {
    throw new Error('a library, but not HDF5: it has no function H5get_libversion', { cause: error });
  }
  const parts = [new Uint32Array(1), new Uint32Array(1), new Uint32Array(1)] as const;
  if (getVersion(...parts) < 0) throw new Error('this HDF5 does not start: H5get_libversion failed');
  const [[major = 0], [minor = 0], [release = 0]] = parts;
  return [major, minor, release];
}

function askThreadSafety(handle: LibraryHandle): boolean {
  let ask: (answer: Uint8Array) => number;
  try {
    ask = handle.func(koffiPrototype(declarations.H5is_library_threadsafe));
  } catch {
    // So old that it cannot say: its version is the reason to refuse it.
    return false;
  }
  // Four bytes, because HDF5's own boolean is a C `bool` or an `unsigned int`, as the compiler had it.
  const answer = new Uint8Array(4);
  return ask(answer) >= 0 && answer.some((byte) => byte !== 0);
}
