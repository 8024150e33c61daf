import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LibraryHandle } from 'koffi';
import { filterIds, type Filter } from '@h5tail/adapter';
import type { DecodableFilter } from '@h5tail/local-file/decoding';
import type { Hdf5Library } from '../c/hdf5-library.js';
import { unavailableFilters } from '../dataset/missing-filters.js';

/** `H5PL_TYPE_FILTER`, from H5PLpublic.h. */
const filterType = 0;
/** `id` in `H5Z_class2_t`. */
const idAt = 4;
const bitshuffleZstd = 3;

/** A plug-in that HDF5 finds for a filter. */
interface FilterPlugin {
  readonly path: string;
  readonly handle: LibraryHandle;
}

/**
 * The plug-ins of HDF5 that other threads may use beside it: those whose compression keeps nothing between calls. Blosc,
 * for one, has threads and a lock of its own.
 */
export class FilterPlugins {
  readonly #library: Hdf5Library;
  readonly #found = new Map<number, FilterPlugin | 'none'>();
  /** By the number of the filter and the functions that it takes. */
  readonly #ways = new Map<string, NonNullable<DecodableFilter['plugin']> | 'none'>();

  constructor(library: Hdf5Library) {
    this.#library = library;
  }

  /** What a thread needs to undo a filter without HDF5; `undefined` where it cannot. */
  decodable({ id, options }: Filter): DecodableFilter | undefined {
    const needed = functionsFor(id, options);
    if (needed === undefined) return undefined;
    const key = `${id} ${needed.join()}`;
    let way = this.#ways.get(key);
    if (way === undefined) this.#ways.set(key, (way = this.#way(id, needed) ?? 'none'));
    return way === 'none' ? undefined : { id, options, plugin: way };
  }

  #way(id: number, needed: readonly string[]): DecodableFilter['plugin'] {
    const plugin = this.#plugin(id);
    if (plugin === undefined) return undefined;
    const { path, handle } = plugin;
    if (needed.every((name) => hasSymbol(handle, name))) return { path, isCalledItself: false };
    // A plug-in tells HDF5 of its faults, which another build does not allow in the middle of somebody else's call.
    return this.#library.loaded.threadSafe ? { path, isCalledItself: true } : undefined;
  }

  #plugin(id: number): FilterPlugin | undefined {
    let plugin = this.#found.get(id);
    if (plugin === undefined) {
      const isThere = unavailableFilters(this.#library, [{ id, options: [] }]).length === 0;
      plugin = (isThere ? this.#library.floats.preserve(() => this.#find(id)) : undefined) ?? 'none';
      this.#found.set(id, plugin);
    }
    return plugin === 'none' ? undefined : plugin;
  }

  /** Looks where HDF5 looks, in the same order. */
  #find(id: number): FilterPlugin | undefined {
    for (const folder of this.#folders()) {
      for (const path of librariesIn(folder)) {
        const handle = this.#open(path, id);
        if (handle !== undefined) return { path, handle };
      }
    }
    return undefined;
  }

  #folders(): string[] {
    const { c } = this.#library;
    const count = new Uint32Array(1);
    if (c.H5PLsize(count) < 0) return [];
    return Array.from({ length: count[0] as number }, (_, i) => {
      const bytes = Buffer.alloc(Math.max(0, Number(c.H5PLget(i, null, 0))) + 1);
      c.H5PLget(i, bytes, bytes.length);
      return bytes.toString('utf8', 0, bytes.length - 1);
    });
  }

  /** A library that is the plug-in for a filter. */
  #open(path: string, id: number): LibraryHandle | undefined {
    const { koffi } = this.#library.loaded;
    let handle: LibraryHandle | undefined;
    try {
      handle = koffi.load(path);
      if (handle.func('int H5PLget_plugin_type(void)')() === filterType) {
        const information = handle.func('const void *H5PLget_plugin_info(void)')() as bigint | null;
        if (information !== null && koffi.decode(information, idAt, 'int') === id) return handle;
      }
    } catch {
      // No plug-in, or one for something else.
    }
    handle?.unload();
    return undefined;
  }
}

/** What the threads call of a plug-in, or of what it was linked with; `undefined` for filters that stay with HDF5. */
function functionsFor(id: number, options: readonly number[]): readonly string[] | undefined {
  switch (id) {
    case filterIds.lz4:
      return ['LZ4_decompress_safe'];
    case filterIds.zstd:
      return ['ZSTD_decompress'];
    case filterIds.lzf:
      return ['lzf_decompress'];
    case filterIds.bzip2:
      return ['BZ2_bzBuffToBuffDecompress'];
    case filterIds.bitshuffle: {
      const coding = options[4] ?? 0;
      if (coding === 0) return ['bshuf_bitunshuffle'];
      return ['bshuf_bitunshuffle', coding === bitshuffleZstd ? 'ZSTD_decompress' : 'LZ4_decompress_safe'];
    }
    default:
      return undefined;
  }
}

function librariesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.(so|dylib)/.test(name))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function hasSymbol(handle: LibraryHandle, name: string): boolean {
  try {
    return handle.symbol(name) !== null;
  } catch {
    return false;
  }
}
