import {
  Hdf5Error,
  filterIds,
  type CapabilityName,
  type CreateDatasetOptions,
  type Dtype,
  type Hdf5Adapter,
} from '@h5tail/adapter';
import {
  checkCreation,
  creationCapabilities,
  elementSize,
  encodeElements,
  missingFilter,
  numberArrayClass,
  numberLayout,
  requireCapabilities,
  resolveSelection,
} from '@h5tail/adapter/implementation';
import { ElementBlocks } from './element-blocks.js';
import type { MemoryHeap } from './memory-heap.js';
import { storedBase, type StoredDataset } from './stored-object.js';

/** A description without its data, which alone depends on the dtype. */
type Layout = Omit<CreateDatasetOptions, 'data'>;

interface Place {
  readonly file: string;
  readonly object: string;
}

/**
 * A dataset from its description.
 *
 * @throws Hdf5Error `UNSUPPORTED`, `UNSUPPORTED_DTYPE`, `WRONG_SHAPE`, `INVALID_DATA`, `FILTER_MISSING`.
 */
export function createStoredDataset<D extends Dtype>(
  adapter: Hdf5Adapter,
  heap: MemoryHeap,
  options: CreateDatasetOptions<D>,
  place: Place,
): StoredDataset {
  const { dtype, shape, filters = [], fillValue, data } = options;
  requireCapabilities(adapter, neededCapabilities(options), place);
  if (dtype.class === 'unknown') throw new Hdf5Error('UNSUPPORTED_DTYPE', 'such elements cannot be created', place);
  const unknownFilter = filters.find(({ id }) => !Object.values<number>(filterIds).includes(id));
  if (unknownFilter !== undefined) {
    const remedy = 'Choose one of those in filterIds';
    throw missingFilter('write', [unknownFilter], { ...place, remedy });
  }
  const layout = checkCreation(options, place);
  const fill = fillBytes(options, heap);
  let content: StoredDataset['content'] = null;
  if (shape !== null) {
    const live = new ElementBlocks([...shape], fill);
    if (data !== undefined) {
      const whole = resolveSelection(null, shape);
      live.write(whole, encodeElements(dtype, data, whole.size, heap));
    }
    content = { live, flushed: new ElementBlocks([...shape], fill) };
  }
  return {
    ...storedBase(),
    kind: 'dataset',
    dtype,
    maxShape: shape === null ? null : layout.maxShape,
    chunks: layout.chunks,
    filters,
    fillValue,
    isVirtual: false,
    content,
  };
}

function neededCapabilities({ dtype, shape, filters = [], fillValue }: Layout): CapabilityName[] {
  return [
    ...creationCapabilities(dtype),
    ...(shape === null ? (['createNullDataspace'] as const) : []),
    ...(fillValue === undefined ? [] : (['createFillValue'] as const)),
    ...(filters.length > 1 ? (['createFilterPipeline'] as const) : []),
  ];
}

function fillBytes({ dtype, fillValue }: Layout, heap: MemoryHeap): Uint8Array {
  if (fillValue === undefined) return new Uint8Array(elementSize(dtype, heap.pointerSize));
  const ArrayClass = numberArrayClass(dtype);
  const numbers = new (ArrayClass ?? Uint8Array)(numberLayout(dtype)?.perElement ?? 0);
  const isBig = numbers instanceof BigInt64Array || numbers instanceof BigUint64Array;
  if (ArrayClass === undefined || isBig !== (typeof fillValue === 'bigint')) {
    throw new Hdf5Error('INVALID_DATA', `the fill value ${fillValue} does not go with ${dtype.class} elements`);
  }
  (numbers as Float64Array).fill(fillValue as number);
  return encodeElements(dtype, numbers, 1, heap).slice();
}
