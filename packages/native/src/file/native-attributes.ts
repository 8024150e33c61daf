import type { Attribute } from '@h5tail/adapter';
import {
  decodeElements,
  elementSize,
  encodeElements,
  holdsPointers,
  type TypedValue,
} from '@h5tail/adapter/implementation';
import { defaultList } from '../c/constants.js';
import { isTracked } from '../c/creation-order.js';
import { makeSpace, readExtents } from '../c/extents.js';
import type { IdentifierScope } from '../c/identifier-scope.js';
import type { DatasetId, PropertyListId } from '../c/identifiers.js';
import { dtypeFromHdf5 } from '../dtype/dtype-from-hdf5.js';
import { DatatypeMaker } from '../dtype/dtype-to-hdf5.js';
import { memoryDtype } from '../dtype/memory-dtype.js';
import { NativeMemory } from '../memory/native-memory.js';
import type { NativeObjects } from './native-objects.js';

/** The names of an object's attributes, in creation order where the file tracks it, else sorted by their bytes. */
export function attributeNames(objects: NativeObjects, path: string): string[] {
  const { library, nameLists } = objects.instance.thread;
  const place = objects.place(path);
  const isInOrder = library.withIdentifiers(place, (ids) => {
    const flags = new Uint32Array(1);
    const list = creationList(objects, path, ids);
    objects.demand(path, 'the attributes cannot be listed', (c) => c.H5Pget_attr_creation_order(list, flags));
    return isTracked(flags);
  });
  return nameLists.attributes(place, objects.id, path, isInOrder);
}

/** The list that an object was created with. A dataset has one identifier only, so it is not opened beside that. */
function creationList(objects: NativeObjects, path: string, ids: IdentifierScope): PropertyListId {
  const place = objects.place(path);
  const what = 'the object cannot be opened';
  switch (objects.kindOf(path)) {
    case 'dataset': {
      const id = objects.instance.thread.datasets.at(objects, path).dataset.id as DatasetId;
      return ids.add(place, what, (c) => c.H5Dget_create_plist(id));
    }
    case 'datatype': {
      const id = ids.add(place, what, (c) => c.H5Topen2(objects.id, path, defaultList));
      return ids.add(place, what, (c) => c.H5Tget_create_plist(id));
    }
    default: {
      const id = ids.add(place, what, (c) => c.H5Gopen2(objects.id, path, defaultList));
      return ids.add(place, what, (c) => c.H5Gget_create_plist(id));
    }
  }
}

/** Reads an attribute that exists. */
export function readAttribute(objects: NativeObjects, path: string, name: string): Attribute {
  const { library } = objects.instance.thread;
  const place = objects.place(path);
  const what = `the attribute '${name}' cannot be read`;
  return library.withIdentifiers(place, (ids) => {
    const attribute = ids.add(place, what, (c) => c.H5Aopen_by_name(objects.id, path, name, defaultList, defaultList));
    const space = ids.add(place, what, (c) => c.H5Aget_space(attribute));
    const dtype = dtypeFromHdf5(
      library,
      ids.add(place, what, (c) => c.H5Aget_type(attribute)),
    );
    const { shape } = readExtents(library, space);
    const count = shape === null ? 0 : shape.reduce((product, extent) => product * extent, 1);
    const memory = new NativeMemory(library.loaded.koffi);
    const held = memoryDtype(dtype);
    if (count === 0) return { name, dtype, shape, data: decodeElements(held, new Uint8Array(0), 0, memory) };
    const memoryType = new DatatypeMaker(library, ids, place).make(held);
    const bytes = new Uint8Array(count * elementSize(held, 8));
    library.demand(place, what, (c) => c.H5Aread(attribute, memoryType, bytes));
    try {
      return { name, dtype, shape, data: decodeElements(held, bytes, count, memory) };
    } finally {
      if (holdsPointers(held)) library.c.H5Dvlen_reclaim(memoryType, space, defaultList, bytes);
    }
  });
}

/** Writes an attribute; a value that cannot be written leaves the old one as it was. */
export function writeAttribute(
  objects: NativeObjects,
  path: string,
  name: string,
  { dtype, shape, data }: TypedValue,
  replaces: boolean,
): void {
  const { lists, thread } = objects.instance;
  const { library } = thread;
  const place = objects.place(path);
  const what = `the attribute '${name}' cannot be written`;
  const count = (shape ?? []).reduce((product, extent) => product * extent, shape === null ? 0 : 1);
  // HDF5 cannot write over an attribute of another type or shape. So the new one gets a name of its own first.
  const draft = replaces ? freeName(objects, path, `${name}.h5tail-draft`) : name;
  library.withIdentifiers(place, (ids) => {
    const memory = new NativeMemory(library.loaded.koffi);
    const held = memoryDtype(dtype);
    const bytes = encodeElements(held, data, count, memory);
    const types = new DatatypeMaker(library, ids, place);
    const [stored, memoryType] = [types.make(dtype), types.make(held)];
    const space = ids.add(place, what, () => makeSpace(library, shape));
    const attribute = ids.add(place, what, (c) =>
      c.H5Acreate_by_name(objects.id, path, draft, stored, space, lists.utf8AttributeNames, defaultList, defaultList),
    );
    try {
      if (count > 0) library.demand(place, what, (c) => c.H5Awrite(attribute, memoryType, bytes));
    } catch (error) {
      library.c.H5Adelete_by_name(objects.id, path, draft, defaultList);
      throw error;
    } finally {
      memory.release();
    }
  });
  if (!replaces) return;
  objects.deleteAttribute(path, name);
  objects.demand(path, what, (c) => c.H5Arename_by_name(objects.id, path, draft, name, defaultList));
}

/** A process that was killed may have left such a name behind. */
function freeName(objects: NativeObjects, path: string, wanted: string): string {
  const taken = new Set(objects.attributeNames(path));
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!taken.has(name)) return name;
  }
}
