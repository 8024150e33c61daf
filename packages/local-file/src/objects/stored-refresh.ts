import type { KnownPlaces } from '../stored-elements/known-places.js';
import { StoredHeader } from '../stored-header.js';
import type { LiveFile } from './live-file.js';

/**
 * Takes in what a writer has flushed of one dataset without HDF5, which is then behind: it has to be refreshed before it is
 * asked for anything that the writer may have changed.
 *
 * To be used only for a dataset that is read in SWMR mode, is all in the file of its path, holds nothing that is kept apart
 * from it there, and is not written by this process; and only as long as that file stays open.
 */
export class StoredRefresh {
  readonly #places: KnownPlaces;
  readonly #header: StoredHeader;

  private constructor(places: KnownPlaces, header: StoredHeader) {
    this.#places = places;
    this.#header = header;
  }

  /**
   * To be called right after HDF5 has opened or refreshed the dataset, so that both know the same one.
   *
   * @param places Where its elements are.
   * @param objectAddress Address of its header, from the file's base.
   * @param rank Number of its axes, as HDF5 tells.
   * @returns `undefined` where HDF5 is needed for each refresh.
   */
  static of(file: LiveFile, places: KnownPlaces, objectAddress: number, rank: number): StoredRefresh | undefined {
    const header = file.descriptor === undefined ? undefined : StoredHeader.read(file.descriptor, objectAddress);
    return header?.shape.length === rank ? new StoredRefresh(places, header) : undefined;
  }

  /**
   * @param fileSize Bytes that the file has now, which is still the one that its name leads to.
   * @param descriptor Where it was opened again by the same name.
   * @returns The extents now; `undefined` where HDF5 has to refresh the dataset.
   */
  extents(file: LiveFile, fileSize: number, descriptor = file.descriptor): readonly number[] | undefined {
    if (descriptor === undefined || !file.isRefreshableInParts(fileSize, descriptor)) return undefined;
    if (!this.#header.refresh(descriptor)) return undefined;
    this.#places.forget();
    return this.#header.shape;
  }
}
