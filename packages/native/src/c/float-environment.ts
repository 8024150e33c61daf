import type { Koffi } from '../library/load-koffi.js';

/** More than a `fenv_t` has on any platform. */
const environmentBytes = 256;

/**
 * Keeps this thread's rules for floating-point numbers as they are.
 *
 * Some filter plug-ins are built for speed at any cost: loading them tells the processor to take the smallest numbers for
 * zero, on the thread that loads them and for everything that runs there afterwards, JavaScript included.
 */
export class FloatEnvironment {
  readonly #get: (environment: Uint8Array) => number;
  readonly #set: (environment: Uint8Array) => number;
  readonly #kept = new Uint8Array(environmentBytes);

  constructor(koffi: Koffi) {
    const keep = (): number => 0;
    // Where the C runtime cannot be reached so, as on Windows, plug-ins are trusted.
    const system = process.platform === 'win32' ? undefined : koffi.load(null);
    this.#get = system?.func('int fegetenv(void *environment)') ?? keep;
    this.#set = system?.func('int fesetenv(void *environment)') ?? keep;
  }

  /** Runs `work`, which may load a plug-in. */
  preserve<Result>(work: () => Result): Result {
    this.#get(this.#kept);
    try {
      return work();
    } finally {
      this.#set(this.#kept);
    }
  }
}
