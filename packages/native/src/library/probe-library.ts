import type { LibraryHandle } from 'koffi';
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

/** `H5F_OBJ_ALL` and `H5F_OBJ_FILE`. */
const anyFile = 0x1fn;
const files = 1;

/**
 * Opens a library, asks for its version and starts it.
 *
 * @throws Error with the system's words where it cannot be opened, with ours where it is not HDF5 or does not start.
 */
export function probeLibrary(open: OpenLibrary, name: string): ProbedLibrary {
  const handle = open(name);
  const version = askVersion(handle);
  const start: () => number = handle.func('int H5open(void)');
  if (start() < 0) throw new Error('this HDF5 does not start: H5open failed');
  // The part that opens files starts by itself when it is first asked for something, and only then looks at its
  // environment.
  const countOpenFiles: (file: bigint, types: number) => unknown = handle.func(
    'intptr_t H5Fget_obj_count(int64_t file, unsigned int types)',
  );
  countOpenFiles(anyFile, files);
  return { handle, name, version, threadSafe: askThreadSafety(handle) };
}

function askVersion(handle: LibraryHandle): LibraryVersion {
  let getVersion: (major: Uint32Array, minor: Uint32Array, release: Uint32Array) => number;
  try {
    getVersion = handle.func('int H5get_libversion(uint32_t *major, uint32_t *minor, uint32_t *release)');
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
    ask = handle.func('int H5is_library_threadsafe(uint8_t *answer)');
  } catch {
    // So old that it cannot say: its version is the reason to refuse it.
    return false;
  }
  // Four bytes, because HDF5's own boolean is a C `bool` or an `unsigned int`, as the compiler had it.
  const answer = new Uint8Array(4);
  return ask(answer) >= 0 && answer.some((byte) => byte !== 0);
}
