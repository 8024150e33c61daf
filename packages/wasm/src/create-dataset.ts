import { filterIds } from '@h5tail/adapter';
import { elementSize, encodeElements, missingFilter, type CreationLayout } from '@h5tail/adapter/implementation';
import { checkNewDataset, type NewDatasetOptions } from '@h5tail/local-file/objects';
import { dtypeToH5wasm } from './dtype-to-h5wasm.js';
import type { OpenHandle } from './open-handle.js';
import type { WasmObjects } from './wasm-objects.js';

const unlimited = 2n ** 64n - 1n;
const writingRemedy = 'Use deflate, or the backend @h5tail/native with the plug-in for HDF5 installed';
const builtInFilters: readonly number[] = Object.values(filterIds).filter((id) => id < 256);

/**
 * Creates a dataset.
 *
 * @param makeWay Creates the groups on the way; called when nothing speaks against the dataset any more.
 * @throws Hdf5Error `UNSUPPORTED`, `WRONG_SHAPE`, `FILTER_MISSING`, `INVALID_DATA`, `UNSUPPORTED_DTYPE`,
 * `OBJECT_EXISTS`, `NO_SPACE`.
 */
export async function createDataset(
  handle: OpenHandle,
  path: string,
  options: NewDatasetOptions,
  makeWay: (objects: WasmObjects) => void,
): Promise<void> {
  const layout = checkNewDataset(handle, path, options);
  const filter = options.filters?.[0];
  if (filter !== undefined && !builtInFilters.includes(filter.id)) {
    throw missingFilter('write', [filter], { ...handle.state.place(path), remedy: writingRemedy });
  }
  // h5wasm writes all elements when it creates. A chunked dataset without content therefore starts empty and grows.
  const startsEmpty = layout.chunks !== null && options.data === undefined;
  const shape = startsEmpty ? layout.shape.map(() => 0) : layout.shape;
  await handle.use((objects) => {
    objects.library.withHeap(objects.place(path), (heap) => {
      const address = firstContent(options, shape, heap);
      const creation = {
        ...dtypeToH5wasm(options.dtype),
        ...extents(shape, layout),
        ...(filter === undefined ? {} : { compression: filter.id, compression_opts: [...filter.options] }),
      };
      makeWay(objects);
      objects.demand(path, 'the dataset cannot be created', (module) =>
        module.create_dataset(objects.id, path, BigInt(address), creation),
      );
    });
    if (startsEmpty && layout.shape.some((extent) => extent > 0)) {
      objects.demand(path, 'the dataset cannot be resized', (module) =>
        module.resize_dataset(objects.id, path, layout.shape.map(BigInt)),
      );
    }
  });
}

function firstContent(
  { dtype, data }: NewDatasetOptions,
  shape: readonly number[],
  heap: Parameters<typeof encodeElements>[3] & { store(bytes: Uint8Array): number },
): number {
  const count = shape.reduce((product, extent) => product * extent, 1);
  if (data !== undefined) return heap.store(encodeElements(dtype, data, count, heap));
  const bytes = count * elementSize(dtype, heap.pointerSize);
  const address = heap.allocate(bytes);
  heap.view(address, bytes).fill(0);
  return address;
}

function extents(
  shape: readonly number[],
  { maxShape, chunks }: CreationLayout,
): { shape: bigint[]; maxshape: bigint[] | null; chunks: bigint[] | null } {
  return {
    shape: shape.map(BigInt),
    maxshape: chunks === null ? null : maxShape.map((limit) => (limit === null ? unlimited : BigInt(limit))),
    chunks: chunks?.map(BigInt) ?? null,
  };
}
