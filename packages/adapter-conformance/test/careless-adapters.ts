import {
  isHdf5Error,
  parentObjectPath,
  resolveObjectPath,
  type Attributes,
  type Dataset,
  type Hdf5File,
} from '@h5tail/adapter';
import { interceptingAdapter, memoryAdapter, type Interceptor } from '../src/memory.js';
import type { BrokenAdapter } from './broken-adapters.js';

function careless(interceptor: () => Interceptor): BrokenAdapter {
  return (disk) => interceptingAdapter(memoryAdapter({ disk }), interceptor());
}

/** Creates the groups on the way before it looks at what is asked for. */
export const createsGroupsFirst = careless(() => ({
  group: (group) => ({
    createDataset: async (path, options) => {
      const parent = parentObjectPath(resolveObjectPath(group.path, path));
      if (!(await group.has(parent))) await group.createGroup(parent);
      return group.createDataset(path, options);
    },
  }),
}));

/** Removes the attribute of the same name before it looks at the new value. */
export const removesAttributeFirst = careless(() => ({
  group: ({ attributes }) => {
    const replacing: Attributes = {
      names: () => attributes.names(),
      has: (name) => attributes.has(name),
      get: (name) => attributes.get(name),
      delete: (name) => attributes.delete(name),
      set: async (name, ...parameters) => {
        if (await attributes.has(name)) await attributes.delete(name);
        return attributes.set(name, ...parameters);
      },
    };
    return { attributes: replacing };
  },
}));

/** Hands names to C as they are, where a zero ends them. */
export const cutsNamesAtZero = careless(() => {
  const cut = (path: string): string => path.split('\0')[0] as string;
  return {
    group: (group) => ({
      open: (path) => group.open(cut(path)),
      createGroup: (path) => group.createGroup(cut(path)),
      createDataset: (path, options) => group.createDataset(cut(path), options),
    }),
  };
});

/** Two openings that overlap do not see each other. */
export const opensTwice = careless(() => {
  const pending = new Map<string, Promise<Hdf5File>>();
  return {
    adapter: (adapter) => ({
      open: (path, options) => {
        const other = options.mode === 'r' ? undefined : pending.get(path);
        if (other !== undefined) return other;
        const opening = adapter.open(path, options);
        pending.set(path, opening);
        const forget = (): void => void pending.delete(path);
        opening.then(forget, forget);
        return opening;
      },
    }),
  };
});

/** Watches the file itself and not its name: another file in its place is told of once, and then nothing. */
export const watchesOldFile: BrokenAdapter = (disk) =>
  interceptingAdapter(memoryAdapter({ disk }), {
    file: (file) => {
      const opened = disk.files.get(file.path);
      return {
        watch: (listener) => {
          const stop = file.watch(() => {
            listener();
            if (disk.files.get(file.path) !== opened) stop?.();
          });
          return stop;
        },
      };
    },
  });

/** Keeps the dtype that it found first, whatever takes the dataset's place. */
export const overlooksDtype = careless(() => ({
  dataset: (dataset) => ({
    refresh: async () => {
      try {
        await dataset.refresh();
      } catch (error) {
        if (!isHdf5Error(error) || error.code !== 'WRONG_DTYPE') throw error;
      }
    },
  }),
}));

/** A second opening of a live file shows what the first one saw last, until its own refresh. */
export const opensAsSeen = careless(() => {
  const first = new Map<string, Dataset>();
  return {
    dataset: (dataset) => {
      const { file, path } = dataset;
      if (file.swmr !== 'read') return {};
      const key = `${file.path}:${path}`;
      const seen = first.get(key);
      if (seen === undefined || seen.file === file || seen.file.status === 'closed') {
        first.set(key, dataset);
        return {};
      }
      let shown: Pick<Dataset, 'shape'> = { shape: seen.shape };
      return {
        get shape() {
          return shown.shape;
        },
        refresh: async () => {
          await dataset.refresh();
          shown = dataset;
        },
      };
    },
  };
});
