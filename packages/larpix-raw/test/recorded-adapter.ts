import { Hdf5Error, type Dataset, type Hdf5Adapter } from '@h5tail/adapter';
import { interceptingAdapter } from '@h5tail/adapter-conformance/memory';

/** An adapter that records what is written to datasets, and fails where a test wants it to. */
export interface RecordedAdapter {
  readonly adapter: Hdf5Adapter;
  /** `resize msgs 3`, `write msgs 0:3`, `flush msgs`, `close`, in order. */
  readonly calls: string[];
  /** Calls, by their begin, that are to fail. */
  readonly faults: Set<string>;
  /** Runs before each call. */
  before: (call: string) => Promise<void>;
}

/** What faults of a test fail with. */
export function fault(call: string): Hdf5Error {
  return new Hdf5Error('IO', `the test lets '${call}' fail`);
}

export function recordedAdapter(original: Hdf5Adapter): RecordedAdapter {
  const recorded: { -readonly [Key in keyof RecordedAdapter]: RecordedAdapter[Key] } = {
    adapter: original,
    calls: [],
    faults: new Set(),
    before: () => Promise.resolve(),
  };
  const record = async (call: string, run: () => Promise<void>): Promise<void> => {
    await recorded.before(call);
    recorded.calls.push(call);
    if ([...recorded.faults].some((begin) => call.startsWith(begin))) throw fault(call);
    await run();
  };
  const name = ({ path }: Dataset): string => path.slice(1);
  const rows = (selection: Parameters<Dataset['write']>[0]): string => String(selection).replace(',', ':');
  recorded.adapter = interceptingAdapter(original, {
    file: (file) => ({ close: () => record('close', () => file.close()) }),
    dataset: (dataset) => ({
      resize: (shape) => record(`resize ${name(dataset)} ${shape.join()}`, () => dataset.resize(shape)),
      write: (...given: Parameters<Dataset['write']>) =>
        record(`write ${name(dataset)} ${rows(given[0])}`, () => dataset.write(...given)),
      flush: () => record(`flush ${name(dataset)}`, () => dataset.flush()),
    }),
  });
  return recorded;
}
