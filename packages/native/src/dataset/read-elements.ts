import { Hdf5Error } from '@h5tail/adapter';
import {
  checkInto,
  decodeElements,
  elementSize,
  holdsPointers,
  numberLayout,
  type Hyperslab,
} from '@h5tail/adapter/implementation';
import { defaultList } from '../c/constants.js';
import { isLongCall } from '../long-call.js';
import { DatatypeMaker } from '../dtype/dtype-to-hdf5.js';
import { NativeMemory } from '../memory/native-memory.js';
import type { DatasetTarget } from './dataset-target.js';
import { namingFilters } from './missing-filters.js';
import { selectSpaces } from './selected-spaces.js';

const what = 'the dataset cannot be read';

/**
 * Reads a hyperslab into fresh memory, or into the caller's array, which is then returned. HDF5 writes into that memory
 * itself; a long read does it from another thread.
 *
 * @throws Hdf5Error `INVALID_DATA` if the caller's array does not fit, `UNSUPPORTED_DTYPE`, and what HDF5 reports.
 */
export function readElements(target: DatasetTarget, slab: Hyperslab, into: unknown): unknown {
  const { objects, dtype, memoryDtype: held } = target;
  const { library, callThread } = objects.instance.thread;
  const place = objects.place(target.path);
  if (dtype.class === 'unknown') {
    throw new Hdf5Error('UNSUPPORTED_DTYPE', `elements of type ${dtype.hdf5Class} cannot be read`, place);
  }
  const destination = into === undefined ? undefined : checkInto(dtype, slab.size, into, place);
  const memory = new NativeMemory(library.loaded.koffi);
  const decode = (bytes: Uint8Array): unknown => decodeElements(held, bytes, slab.size, memory, bytes !== destination);
  if (slab.size === 0) return into ?? decode(new Uint8Array(0));

  const bytes = memoryFor(target, slab.size, destination);
  return library.withIdentifiers(place, (ids) => {
    const memoryType = new DatatypeMaker(library, ids, place).make(held);
    const spaces = selectSpaces(library, ids, place, target.id, slab);
    const finish = (): unknown => {
      if (bytes === destination) return into;
      try {
        const decoded = decode(bytes);
        return destination === undefined ? decoded : copyInto(destination, decoded as ArrayBufferView, into);
      } finally {
        if (holdsPointers(held)) library.c.H5Dvlen_reclaim(memoryType, spaces.memory, defaultList, bytes);
      }
    };
    if (!holdsPointers(held) && isLongCall(bytes.byteLength, target.filters)) {
      const parameters = [target.id, memoryType, spaces.memory, spaces.file, defaultList, memory.addressOf(bytes)];
      const call = callThread.demand(place, what, 'H5Dread', parameters, bytes);
      return namingFilters(target, call).then(finish);
    }
    namingFilters(target, () =>
      library.demand(place, what, (c) =>
        c.H5Dread(target.id, memoryType, spaces.memory, spaces.file, defaultList, bytes),
      ),
    );
    return finish();
  });
}

/** The caller's memory, where elements are held there as they come; else fresh memory. */
function memoryFor(
  { memoryDtype: held }: DatasetTarget,
  count: number,
  destination: Uint8Array | undefined,
): Uint8Array {
  const byteLength = count * elementSize(held, 8);
  const isAsHeld = destination?.byteLength === byteLength && numberLayout(held) !== undefined;
  if (isAsHeld) return destination;
  // Every byte is written, or the read fails; so nothing is lost by not clearing it first.
  const fresh = Buffer.allocUnsafeSlow(byteLength);
  return new Uint8Array(fresh.buffer, fresh.byteOffset, byteLength);
}

function copyInto(destination: Uint8Array, decoded: ArrayBufferView, into: unknown): unknown {
  destination.set(new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.byteLength));
  return into;
}
