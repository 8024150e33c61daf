import { ByteCursor, Unreadable } from './byte-cursor.js';
import type { MetadataSource } from './metadata-source.js';
import { headerMessages, isShared, messageType } from './object-header.js';

/** What the header of a dataset tells of its elements and of where they are. */
export interface DatasetHeader {
  /** Extents now, the slowest axis first; empty for a single value. */
  readonly shape: readonly number[];
  /** The most that each axis can grow to; infinite for an axis without end. */
  readonly largest: readonly number[];
  /** The layout message. */
  readonly layout: Uint8Array;
  /** Whether elements go through filters. */
  readonly isFiltered: boolean;
  /** Whether elements are in files of their own. */
  readonly isExternal: boolean;
  /** The datatype message, or what it says of where that is. */
  readonly datatype: Uint8Array;
  readonly datatypeIsShared: boolean;
}

const mostAxes = 32;

/**
 * Reads the header of a dataset.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.2.b "The Dataspace Message", IV.A.2.h "The Data Storage - External
 * Data Files Message" and IV.A.2.l "The Data Storage - Filter Pipeline Message".
 *
 * @param objectAddress Address of its object header, from the file's base.
 * @throws Unreadable
 */
export function readDatasetHeader(source: MetadataSource, objectAddress: number): DatasetHeader {
  let extents: Extents | undefined;
  let layout: Uint8Array | undefined;
  let datatype: Uint8Array | undefined;
  let [isFiltered, isExternal, datatypeIsShared] = [false, false, false];
  for (const { type, flags, bytes } of headerMessages(source, objectAddress)) {
    if (type === messageType.datatype) [datatype, datatypeIsShared] = [bytes, isShared(flags)];
    else if (type === messageType.externalFiles) isExternal = true;
    if (type !== messageType.dataspace && type !== messageType.layout && type !== messageType.filterPipeline) continue;
    if (isShared(flags)) throw new Unreadable('a message that is stored elsewhere');
    if (type === messageType.dataspace) extents = extentsOf(source, bytes);
    else if (type === messageType.layout) layout = bytes;
    else isFiltered = hasFilters(bytes);
  }
  if (extents === undefined || layout === undefined || datatype === undefined) throw new Unreadable('no dataset');
  return { ...extents, layout, isFiltered, isExternal, datatype, datatypeIsShared };
}

interface Extents {
  readonly shape: number[];
  readonly largest: readonly number[];
}

/** What a dataspace message says, in memory of the caller's own. @throws Unreadable */
export function extentsOf({ lengthSize }: MetadataSource, bytes: Uint8Array): Extents {
  const cursor = new ByteCursor(bytes);
  const [version, axes, flags] = [cursor.unsigned(1), cursor.unsigned(1), cursor.unsigned(1)];
  if ((version !== 1 && version !== 2) || axes > mostAxes) throw new Unreadable('an odd dataspace');
  cursor.skip(version === 1 ? 5 : 1);
  const shape = Array.from({ length: axes }, () => cursor.unsigned(lengthSize));
  // Without largest extents, the present ones are the largest.
  if ((flags & 0x01) === 0) return { shape, largest: shape };
  return { shape, largest: Array.from({ length: axes }, () => cursor.address(lengthSize) ?? Infinity) };
}

function hasFilters(bytes: Uint8Array): boolean {
  const cursor = new ByteCursor(bytes);
  const version = cursor.unsigned(1);
  if (version !== 1 && version !== 2) throw new Unreadable('an odd filter pipeline');
  return cursor.unsigned(1) > 0;
}
