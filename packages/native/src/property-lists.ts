import { Hdf5Error, type Hdf5StackEntry } from '@h5tail/adapter';
import { constants } from './c/constants.js';
import type { Hdf5Functions } from './c/functions.js';
import { unplaced, type Hdf5Library } from './c/hdf5-library.js';
import type { PropertyClassId, PropertyListId } from './c/identifiers.js';
import { MetadataCacheConfig } from './metadata-cache-config.js';
import type { LibraryVersion, NativeSettings } from './native-settings.js';

type FileSpaceStrategy = NonNullable<NativeSettings['fileSpace']>['strategy'];

/**
 * How often HDF5 reads metadata whose checksum is wrong before it gives up. Each pause is twice as long as the one
 * before, from a nanosecond on: twenty take a millisecond, the default of a hundred would never end.
 */
const metadataReadAttempts = 20;

const versions: ReadonlyMap<LibraryVersion, number> = new Map([
  ['earliest', constants.H5F_LIBVER_EARLIEST],
  ['v18', constants.H5F_LIBVER_V18],
  ['v110', constants.H5F_LIBVER_V110],
  // The headers of 1.10 do not have these yet; its library refuses them.
  ['v112', 3],
  ['v114', 4],
]);
const strategies: ReadonlyMap<FileSpaceStrategy, number> = new Map([
  ['aggregate-free-space', constants.H5F_FSPACE_STRATEGY_FSM_AGGR],
  ['pages', constants.H5F_FSPACE_STRATEGY_PAGE],
  ['aggregate', constants.H5F_FSPACE_STRATEGY_AGGR],
  ['none', constants.H5F_FSPACE_STRATEGY_NONE],
]);
/** A number that HDF5 refuses. */
const noSuchSetting = -1;
const defaultChunkCacheSlots = 521;
const defaultPreemption = 0.75;

/** The property lists that files, links and attributes are opened and made with. */
export class PropertyLists {
  readonly readAccess: PropertyListId;
  readonly writeAccess: PropertyListId;
  readonly fileCreation: PropertyListId;
  /** For making links: their names are UTF-8. */
  readonly utf8Names: PropertyListId;
  /** For making attributes: their names are UTF-8. */
  readonly utf8AttributeNames: PropertyListId;
  readonly #library: Hdf5Library;
  readonly #made: PropertyListId[] = [];

  /** @throws Hdf5Error `INVALID_DATA` for settings that HDF5 refuses. */
  constructor(library: Hdf5Library, settings: NativeSettings) {
    this.#library = library;
    const { globals } = library;
    this.readAccess = this.#make(globals.H5P_CLS_FILE_ACCESS_ID_g);
    this.#set('reading', (c) => c.H5Pset_metadata_read_attempts(this.readAccess, metadataReadAttempts));
    // The buffer through which HDF5 reads contiguous datasets ends where the superblock says that the file ended when SWMR
    // mode began. What lies there or reaches beyond, such as a flag that is first set later, reads as zeros through it.
    this.#set('reading', (c) => c.H5Pset_sieve_buf_size(this.readAccess, 0));
    this.writeAccess = this.#make(globals.H5P_CLS_FILE_ACCESS_ID_g);
    const [low, high] = settings.libver ?? ['v110', 'v110'];
    this.#set('libver', (c) =>
      c.H5Pset_libver_bounds(this.writeAccess, numberOf(versions, low), numberOf(versions, high)),
    );
    for (const list of [this.readAccess, this.writeAccess]) {
      this.#set('locks', (c) => c.H5Pset_file_locking?.(list, 0, 1) ?? 0);
      this.#setCaches(list, settings);
    }
    this.fileCreation = this.#make(globals.H5P_CLS_FILE_CREATE_ID_g);
    this.#setFileSpace(settings.fileSpace);
    this.utf8Names = this.#make(globals.H5P_CLS_LINK_CREATE_ID_g);
    this.#set('names', (c) => c.H5Pset_char_encoding(this.utf8Names, constants.H5T_CSET_UTF8));
    this.utf8AttributeNames = this.#make(globals.H5P_CLS_ATTRIBUTE_CREATE_ID_g);
    this.#set('names', (c) => c.H5Pset_char_encoding(this.utf8AttributeNames, constants.H5T_CSET_UTF8));
  }

  #make(listClass: PropertyClassId): PropertyListId {
    const list = this.#library.demand(unplaced, 'a property list cannot be made', (c) => c.H5Pcreate(listClass));
    this.#made.push(list);
    return list;
  }

  #set(what: string, call: (c: Hdf5Functions) => number): void {
    const { stack } = this.#library.ask(call);
    if (stack === undefined) return;
    this.#refuse(what, stack.at(-1)?.message ?? 'HDF5 gave no reason', stack);
  }

  /** For HDF5 every number is a size, -1 the largest there is. */
  #requireSizes(what: string, sizes: Readonly<Record<string, number | undefined>>): void {
    for (const [name, size = 0] of Object.entries(sizes)) {
      if (Number.isSafeInteger(size) && size >= 0) continue;
      this.#refuse(what, `${name} is ${size}, which is no size`);
    }
  }

  #refuse(what: string, reason: string, details?: readonly Hdf5StackEntry[]): never {
    for (const list of this.#made) this.#library.c.H5Pclose(list);
    throw new Hdf5Error('INVALID_DATA', `HDF5 refuses the setting of ${what}: ${reason}`, {
      remedy: 'See NativeSettings for what it may be',
      details,
    });
  }

  #setCaches(list: PropertyListId, { chunkCache, metadataCache }: NativeSettings): void {
    if (chunkCache !== undefined) {
      const { bytes, slots = defaultChunkCacheSlots, preemption = defaultPreemption } = chunkCache;
      this.#requireSizes('chunkCache', { bytes, slots });
      this.#set('chunkCache', (c) => c.H5Pset_cache(list, 0, slots, bytes, preemption));
    }
    if (metadataCache !== undefined) {
      this.#requireSizes('metadataCache', { ...metadataCache });
      const config = new MetadataCacheConfig(this.#library.loaded.koffi);
      this.#set('metadataCache', (c) => c.H5Pget_mdc_config(list, config.memory));
      config.apply(metadataCache);
      this.#set('metadataCache', (c) => c.H5Pset_mdc_config(list, config.memory));
    }
  }

  #setFileSpace(fileSpace: NativeSettings['fileSpace']): void {
    if (fileSpace === undefined) return;
    const { strategy, persist = false, threshold = 1, pageBytes } = fileSpace;
    this.#requireSizes('fileSpace', { threshold, pageBytes });
    const number = numberOf(strategies, strategy);
    this.#set('fileSpace', (c) => c.H5Pset_file_space_strategy(this.fileCreation, number, persist ? 1 : 0, threshold));
    if (pageBytes !== undefined) {
      this.#set('fileSpace', (c) => c.H5Pset_file_space_page_size(this.fileCreation, pageBytes));
    }
  }
}

/** HDF5's number for a setting, which may come from plain JavaScript. */
function numberOf<Setting>(numbers: ReadonlyMap<Setting, number>, setting: Setting): number {
  return numbers.get(setting) ?? noSuchSetting;
}
