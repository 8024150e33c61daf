import type { Attribute } from '@h5tail/adapter';
import { decodeElements, encodeElements, holdsPointers, type TypedValue } from '@h5tail/adapter/implementation';
import { dtypeFromH5wasm } from './dtype-from-h5wasm.js';
import { dtypeToH5wasm } from './dtype-to-h5wasm.js';
import { memoryDtype } from './memory-dtype.js';
import { storedDtype } from './stored-dtype.js';
import type { WasmObjects } from './wasm-objects.js';

/** Reads an attribute that exists. */
export function readAttribute(objects: WasmObjects, path: string, name: string): Attribute {
  const { library, id } = objects;
  const what = `the attribute '${name}' cannot be read`;
  const metadata = objects.demand(path, what, (module) => module.get_attribute_metadata(id, path, name));
  const dtype = storedDtype(objects, path, dtypeFromH5wasm(metadata), name);
  const count = metadata.shape === null ? 0 : metadata.total_size;
  return library.withHeap(objects.place(path), (heap) => {
    const address = heap.allocate(count * metadata.size);
    if (count > 0) {
      objects.demand(path, what, (module) => module.get_attribute_data(id, path, name, BigInt(address)));
    }
    try {
      const bytes = heap.view(address, count * metadata.size);
      return { name, dtype, shape: metadata.shape, data: decodeElements(memoryDtype(dtype), bytes, count, heap) };
    } finally {
      if (count > 0 && holdsPointers(dtype)) {
        library.ask((module) => module.reclaim_vlen_memory(id, path, name, BigInt(address)));
      }
    }
  });
}

/**
 * Writes an attribute.
 *
 * @param replaces Whether there is one of this name; a value that cannot be written leaves it as it was.
 */
export function writeAttribute(
  objects: WasmObjects,
  path: string,
  name: string,
  { dtype, shape, data }: TypedValue,
  replaces: boolean,
): void {
  const extents = shape ?? [];
  const count = extents.reduce((product, extent) => product * extent, 1);
  const creation = { ...dtypeToH5wasm(dtype), shape: extents.map(BigInt), maxshape: null, chunks: null };
  objects.library.withHeap(objects.place(path), (heap) => {
    const address = heap.store(encodeElements(dtype, data, count, heap));
    const write = (as: string): void => {
      objects.demand(path, `the attribute '${name}' cannot be written`, (module) =>
        module.create_attribute(objects.id, path, as, BigInt(address), creation),
      );
    };
    if (replaces) {
      // HDF5 cannot write over an attribute of another type or shape, nor rename it here. So the new value is tried
      // under a name of its own first: one that cannot be written leaves the old one as it was.
      write(draftName(name));
      objects.deleteAttribute(path, draftName(name));
      objects.deleteAttribute(path, name);
    }
    write(name);
  });
}

function draftName(name: string): string {
  return `${name}.h5tail-draft`;
}
