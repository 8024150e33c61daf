import { ByteCursor } from './byte-cursor.js';
import { openFractalHeap } from './fractal-heap.js';
import { lookup3 } from './lookup3.js';
import type { MetadataSource } from './metadata-source.js';
import { isShared } from './object-header.js';
import { bTreeRecords } from './version-2-b-tree.js';

const byName = 8;

/**
 * The attribute messages whose names have the hash of the wanted one, from the storage that an object uses for many or
 * large attributes.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.2.v "The Attribute Info Message" and "Version 2 B-tree, Type 8 Record
 * Layout - Attribute Name for Indexed Attributes".
 *
 * @param attributeInfo The message that says where that storage is.
 * @throws Unreadable
 */
export function* denseAttributes(
  source: MetadataSource,
  attributeInfo: Uint8Array,
  name: string,
): Generator<Uint8Array> {
  const cursor = new ByteCursor(attributeInfo);
  cursor.skip(1);
  const tracksOrder = (cursor.unsigned(1) & 0x01) !== 0;
  if (tracksOrder) cursor.skip(2);
  const heapAddress = cursor.address(source.addressSize);
  const indexAddress = cursor.address(source.addressSize);
  if (heapAddress === undefined || indexAddress === undefined) return;
  const hash = lookup3(new TextEncoder().encode(name));
  const heap = openFractalHeap(source, heapAddress);
  for (const record of bTreeRecords(source, indexAddress, byName)) {
    const fields = new ByteCursor(record);
    const id = fields.take(8);
    const flags = fields.unsigned(1);
    fields.skip(4);
    // One in the table of shared messages cannot be had.
    if (fields.unsigned(4) === hash && !isShared(flags)) yield heap(id);
  }
}
