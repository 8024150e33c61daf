import { filterIds, Hdf5Error, type CapabilityName, type CreateDatasetOptions, type Filter } from '@h5tail/adapter';
import {
  checkCreation,
  creationCapabilities,
  elementSize,
  encodeElements,
  requireCapabilities,
  type CreationLayout,
} from '@h5tail/adapter/implementation';
import { dtypeToH5wasm } from './dtype-to-h5wasm.js';
import type { OpenHandle } from './open-handle.js';

const unlimited = 2n ** 64n - 1n;
const builtInFilters: readonly number[] = Object.values(filterIds).filter((id) => id < 256);

/** The options of any dtype; whether the content fits is checked when it is encoded. */
type Creation = Omit<CreateDatasetOptions, 'data'> & { readonly data?: unknown };

/** A dataset that can be created, as far as can be told without HDF5. */
export interface DatasetPlan {
  readonly options: Creation;
  readonly layout: CreationLayout;
  readonly filter: Filter | undefined;
}

/**
 * Checks what is asked for.
 *
 * @throws Hdf5Error `UNSUPPORTED`, `WRONG_SHAPE`, `FILTER_MISSING`.
 */
export function planDataset(handle: OpenHandle, path: string, options: Creation): DatasetPlan {
  const place = { file: handle.path, object: path };
  requireCapabilities(handle.adapter, neededCapabilities(options), place);
  const layout = checkCreation(options, place);
  const filter = options.filters?.[0];
  if (filter !== undefined && !builtInFilters.includes(filter.id)) {
    throw new Hdf5Error('FILTER_MISSING', `the wasm backend has no filter ${filter.id}`, {
      ...place,
      remedy: 'Use deflate, or another backend',
    });
  }
  return { options, layout, filter };
}

/**
 * Creates a dataset.
 *
 * @param makeWay Creates the groups on the way; called when nothing speaks against the dataset any more.
 * @throws Hdf5Error `INVALID_DATA`, `UNSUPPORTED_DTYPE`, `OBJECT_EXISTS`, `NO_SPACE`.
 */
export async function createDataset(
  handle: OpenHandle,
  path: string,
  plan: DatasetPlan,
  makeWay: (file: bigint) => void,
): Promise<void> {
  const { options, layout, filter } = plan;
  const place = { file: handle.path, object: path };
  // h5wasm writes all elements when it creates. A chunked dataset without content therefore starts empty and grows.
  const startsEmpty = layout.chunks !== null && options.data === undefined;
  const shape = startsEmpty ? layout.shape.map(() => 0) : layout.shape;
  await handle.use((file, library) => {
    library.withHeap(place, (heap) => {
      const address = firstContent(options, shape, heap);
      const creation = {
        ...dtypeToH5wasm(options.dtype),
        ...extents(shape, layout),
        ...(filter === undefined ? {} : { compression: filter.id, compression_opts: [...filter.options] }),
      };
      makeWay(file);
      library.demand(place, 'the dataset cannot be created', (module) =>
        module.create_dataset(file, path, BigInt(address), creation),
      );
    });
    if (startsEmpty && layout.shape.some((extent) => extent > 0)) {
      library.demand(place, 'the dataset cannot be resized', (module) =>
        module.resize_dataset(file, path, layout.shape.map(BigInt)),
      );
    }
  });
}

function neededCapabilities(options: Creation): CapabilityName[] {
  return [
    ...(options.shape === null ? (['createNullDataspace'] as const) : []),
    ...(options.fillValue === undefined ? [] : (['createFillValue'] as const)),
    ...((options.filters ?? []).length > 1 ? (['createFilterPipeline'] as const) : []),
    ...creationCapabilities(options.dtype),
  ];
}

function firstContent(
  { dtype, data }: Creation,
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
