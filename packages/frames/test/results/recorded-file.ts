import { openFile, type Dataset, type Hdf5File } from '@h5tail/adapter';
import { interceptingAdapter, memoryAdapter, MemoryDisk } from '@h5tail/adapter-conformance/memory';

/** A new file in memory that records what is done to it, and fails where a test wants it to. */
export interface RecordedFile {
  readonly file: Hdf5File;
  /** `write /sum [1,[0,3]] = 1,2,3`, `resize /sum 4`, `flush /sum`, `flush file`, `close`, in order. */
  readonly calls: string[];
  /** Takes what was recorded so far. */
  readonly take: () => string[];
  /** Faults by the begin of the call that is to fail; each fails until it is removed. */
  readonly faults: Map<string, Error>;
  /** Elements of a dataset. */
  readonly read: (path: string) => Promise<number[]>;
}

export async function recordedFile(): Promise<RecordedFile> {
  const disk = new MemoryDisk();
  const calls: string[] = [];
  const faults = new Map<string, Error>();
  const record = async <Result>(call: string, run: () => Promise<Result>): Promise<Result> => {
    const fault = [...faults].find(([begin]) => call.startsWith(begin))?.[1];
    calls.push(fault === undefined ? call : `${call} fails`);
    if (fault !== undefined) throw fault;
    return run();
  };
  const name = (dataset: Dataset): string => dataset.path.split('/').at(-1) ?? '';
  const adapter = interceptingAdapter(memoryAdapter({ disk }), {
    file: (file) => ({
      flush: () => record('flush file', () => file.flush()),
      close: () => record('close', () => file.close()),
    }),
    dataset: (dataset) => ({
      write: (...given: Parameters<Dataset['write']>) =>
        record(`write ${name(dataset)} ${JSON.stringify(given[0])} = ${(given[1] as Int32Array).join()}`, () =>
          dataset.write(...given),
        ),
      resize: (shape) => record(`resize ${name(dataset)} ${shape.join()}`, () => dataset.resize(shape)),
      flush: () => record(`flush ${name(dataset)}`, () => dataset.flush()),
    }),
  });
  const file = await openFile('/results.h5', { adapter, mode: 'w' });
  return {
    file,
    calls,
    faults,
    take: () => calls.splice(0),
    read: async (path) => {
      await using reader = await openFile('/results.h5', { adapter: memoryAdapter({ disk }), mode: 'r', swmr: true });
      const { data } = await (await reader.dataset(path)).read();
      return Array.from(data as Float64Array);
    },
  };
}
