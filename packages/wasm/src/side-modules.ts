import type { H5wasmModule } from './h5wasm-functions.js';

const errnoBytes = 4;

type Imports = Readonly<Record<string, object>>;
type Additions = Readonly<Record<string, () => number>>;
type InstanceConstructor = new (module: object, imports?: Imports) => object;

/** What is needed of it; the types of Node do not declare it. */
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: { Instance: InstanceConstructor; RuntimeError: new (message: string) => Error };
};

/**
 * Gives the plug-ins what they call and h5wasm does not have.
 *
 * The plug-ins of h5wasm-plugins are modules of their own, which get the C library from h5wasm. That has only what it uses
 * itself: a plug-in that meets a damaged chunk sets `errno` or prints a line, and where h5wasm has no such function it
 * stops the whole instance. It offers no place to put one, so that they are put in where a plug-in is instantiated, for the
 * time of a call.
 */
export class SideModules {
  readonly #original = wasm.Instance;
  readonly #adding: InstanceConstructor;

  constructor(module: H5wasmModule) {
    const additions = additionsFor(module);
    this.#adding = new Proxy(this.#original, {
      construct: (original, [plugin, imports]: [object, Imports?]) =>
        new original(plugin, imports && withAdditions(imports, additions)),
    });
    // h5wasm would print why it stops, before it throws the same.
    module.onAbort = (why) => {
      throw new wasm.RuntimeError(`Aborted(${String(why)})`);
    };
  }

  /** Runs what may load a plug-in; it must not wait. */
  with<Result>(work: () => Result): Result {
    wasm.Instance = this.#adding;
    try {
      return work();
    } finally {
      wasm.Instance = this.#original;
    }
  }
}

function additionsFor(module: H5wasmModule): Additions {
  let errno: number | undefined;
  // A library prints nothing.
  const nothing = (): number => 0;
  return {
    // HDF5 has its own: a plug-in reads what it has set itself.
    __errno_location: () => (errno ??= module._malloc(errnoBytes)),
    fiprintf: nothing,
    __small_fprintf: nothing,
    iprintf: nothing,
    puts: nothing,
    fputc: nothing,
    fwrite: nothing,
    fflush: nothing,
  };
}

function withAdditions(imports: Imports, additions: Additions): Imports {
  const { env } = imports;
  if (env === undefined) return imports;
  const get = (target: object, name: string | symbol): unknown =>
    typeof name === 'string' && Object.hasOwn(additions, name) ? additions[name] : Reflect.get(target, name);
  return { ...imports, env: new Proxy(env, { get }) };
}
