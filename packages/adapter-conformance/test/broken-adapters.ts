import {
  Hdf5Error,
  isHdf5Error,
  type Dataset,
  type DataOf,
  type Dtype,
  type ErrorCode,
  type Hdf5Adapter,
  type Slab,
} from '@h5tail/adapter';
import { interceptingAdapter, memoryAdapter, type Interceptor, type MemoryDisk } from '../src/memory.js';

/** Makes an adapter with one fault, on a disk. */
export type BrokenAdapter = (disk: MemoryDisk) => Hdf5Adapter;

function broken(interceptor: () => Interceptor): BrokenAdapter {
  return (disk) => interceptingAdapter(memoryAdapter({ disk }), interceptor());
}

type Numbers = Uint16Array;

function numbersOf(slab: Slab): Numbers | undefined {
  return ArrayBuffer.isView(slab.data) ? (slab.data as Numbers) : undefined;
}

/** A dataset whose reads are changed by `change`. */
function changedReads(dataset: Dataset, change: (slab: Slab) => Slab): Pick<Dataset, 'read'> {
  return { read: async (selection, options) => change(await dataset.read(selection, options)) };
}

/** The shape stays what it was when the dataset was opened. */
export const staleShape = broken(() => ({
  dataset: (dataset) => {
    const { shape } = dataset;
    return dataset.file.mode === 'r' ? { shape } : {};
  },
}));

/** What h5wasm's own refresh does: from the second one on a file on, elements read as zeros. */
export const zerosAfterSecondRefresh = broken(() => {
  const refreshes = new Map<object, number>();
  return {
    dataset: (dataset) => ({
      refresh: () => {
        refreshes.set(dataset.file, (refreshes.get(dataset.file) ?? 0) + 1);
        return dataset.refresh();
      },
      ...changedReads(dataset, (slab) => {
        if ((refreshes.get(dataset.file) ?? 0) >= 2) numbersOf(slab)?.fill(0);
        return slab;
      }),
    }),
  };
});

/** Every second refresh of a dataset is left out. */
export const forgottenRefresh = broken(() => ({
  dataset: (dataset) => {
    let calls = 0;
    return { refresh: () => (++calls % 2 === 0 ? Promise.resolve() : dataset.refresh()) };
  },
}));

/** Each refresh is carried out at the next one, so what is read after a key is older than the key. */
export const refreshInWrongOrder = broken(() => {
  let late: Dataset | undefined;
  return {
    dataset: (dataset) => ({
      refresh: async () => {
        if (dataset.file.status === 'closed') return dataset.refresh();
        const due = late;
        late = dataset;
        await due?.refresh();
      },
    }),
  };
});

/** Rows and columns of two-dimensional results are swapped. */
export const transposed = broken(() => ({
  dataset: (dataset) =>
    changedReads(dataset, (slab) => {
      const numbers = numbersOf(slab);
      const [rows, columns] = slab.shape;
      if (numbers === undefined || slab.shape.length !== 2 || numbers.length !== (rows ?? 0) * (columns ?? 0))
        return slab;
      const original = numbers.slice();
      original.forEach((_, i) => {
        numbers[i] = original[
          (i % (rows as number)) * (columns as number) + Math.floor(i / (rows as number))
        ] as number;
      });
      return slab;
    }),
}));

/** Closing a reader says that it is closed, and leaves everything open. */
export const leakedReader = broken(() => ({
  file: (file) => {
    if (file.mode !== 'r') return {};
    let status: 'open' | 'closed' = 'open';
    const close = (): Promise<void> => {
      status = 'closed';
      return Promise.resolve();
    };
    return {
      close,
      [Symbol.asyncDispose]: close,
      get status() {
        return status;
      },
    };
  },
}));

/** Opening an object leaves a handle behind, and with it the file stays open. */
export const leakedHandle = broken(() => {
  const leaked = new Set<string>();
  return {
    adapter: (adapter) => ({
      open: async (path, options) => {
        if (options.mode !== 'r' && leaked.has(path))
          throw new Hdf5Error('FILE_LOCKED', 'the file is open', { file: path });
        return adapter.open(path, options);
      },
    }),
    dataset: (dataset) => {
      if (dataset.file.mode === 'r') leaked.add(dataset.file.path);
      return {};
    },
  };
});

/** All results of a dtype lie in one buffer. */
export const sharedBuffer = broken(() => {
  const scratch = new ArrayBuffer(1 << 20);
  return {
    dataset: (dataset) => ({
      read: async (selection, options) => {
        const slab = await dataset.read(selection, options);
        const numbers = numbersOf(slab);
        if (numbers === undefined || options?.into !== undefined || numbers.byteLength > scratch.byteLength)
          return slab;
        const ArrayClass = numbers.constructor as typeof Uint16Array;
        const shared = new ArrayClass(scratch, 0, numbers.length);
        shared.set(numbers);
        return { ...slab, data: shared };
      },
    }),
  };
});

/** Says that it creates booleans, and does not. */
export const claimsTooMuch: BrokenAdapter = (disk) => {
  const adapter = memoryAdapter({ disk, capabilities: { createBoolean: false } });
  return interceptingAdapter(adapter, {
    adapter: (original) => ({ capabilities: { ...original.capabilities, createBoolean: true } }),
  });
};

/** Creates booleans, and says that it does not. */
export const claimsTooLittle: BrokenAdapter = (disk) =>
  interceptingAdapter(memoryAdapter({ disk }), {
    adapter: (original) => ({ capabilities: { ...original.capabilities, createBoolean: false } }),
  });

/** Gives one fault the code of another. */
export function wrongCode(right: ErrorCode, wrong: ErrorCode): BrokenAdapter {
  const recoded = async <Result>(result: Promise<Result>): Promise<Result> => {
    try {
      return await result;
    } catch (error) {
      throw isHdf5Error(error) && error.code === right ? new Hdf5Error(wrong, error.message, error) : error;
    }
  };
  return broken(() => ({
    adapter: (adapter) => ({ open: (path, options) => recoded(adapter.open(path, options)) }),
    dataset: (dataset) => ({
      read: (selection, options) => recoded(dataset.read(selection, options)),
      write: (selection, data, options) => recoded(dataset.write(selection, data, options)),
    }),
  }));
}

/** Clips a range that leaves the dataset instead of refusing it. */
export const clips = broken(() => ({
  dataset: (dataset) => ({
    read: (selection, options) => {
      const clipped = selection?.map((entry, axis) =>
        Array.isArray(entry)
          ? ([entry[0], Math.min(entry[1], dataset.shape?.[axis] ?? 0), entry[2] ?? 1] as const)
          : entry,
      );
      return dataset.read(clipped as typeof selection, options);
    },
  }),
}));

/** Does not look at signals. */
export const deafToSignals = broken(() => ({
  adapter: (adapter) => ({ open: (path, options) => adapter.open(path, without(options, 'signal')) }),
  dataset: (dataset) => ({
    read: (selection, options = {}) => dataset.read(selection, without(options, 'signal')),
    write: (selection, data: DataOf<Dtype>) => dataset.write(selection, data),
  }),
}));

/** Fills a fresh array although it was given one. */
export const ignoresInto = broken(() => ({
  dataset: (dataset) => ({ read: (selection, options = {}) => dataset.read(selection, without(options, 'into')) }),
}));

function without<Options extends object, Key extends keyof Options>(options: Options, key: Key): Omit<Options, Key> {
  const rest = { ...options };
  delete rest[key];
  return rest;
}
