import assert from 'node:assert/strict';
import { isHdf5Error, type Dataset } from '@h5tail/adapter';
import type { CaseContext } from '../case-context.js';
import { defineCases } from '../conformance-case.js';
import { framePattern } from '../live-writer/frame-pattern.js';
import { LiveWriter } from '../live-writer/live-writer.js';
import { pythonForInterop } from '../live-writer/python-for-interop.js';
import type { ScanSpec } from '../live-writer/writer-commands.js';

const frames = 400;
const frameShape = [16, 24];
const spec = { data: '/entry/data', keys: ['/entry/keys'], frames, frameShape, dtype: 'uint16', intervalMs: 1 };

/** Refreshes until it works: while a file is being written, a read may meet the middle of a change. */
async function refreshed(dataset: Dataset): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await dataset.refresh();
      return;
    } catch (error) {
      if (attempt === 100 || !isHdf5Error(error) || !error.retryable) throw error;
    }
  }
}

/** Number of keys from the first one on that are set. */
async function readyKeys(keys: Dataset): Promise<number> {
  await refreshed(keys);
  const { data } = await keys.read();
  const set = Array.from(data as Int32Array);
  const firstUnset = set.indexOf(0);
  const ready = firstUnset < 0 ? set.length : firstUnset;
  set.slice(0, ready).forEach((key, i) => assert.equal(key, i + 1, `key ${i}`));
  return ready;
}

/** Reads each frame once its key is there, until `last` frames are read. */
async function follow(data: Dataset, keys: Dataset, last: number): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (let next = 0; next < last;) {
    assert.ok(Date.now() < deadline, `only ${next} of ${last} frames came`);
    const ready = await readyKeys(keys);
    if (ready === next) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      continue;
    }
    await refreshed(data);
    for (; next < ready; next++) {
      assert.deepEqual((await data.read([next])).data, framePattern(next, frameShape, 'uint16'), `frame ${next}`);
    }
  }
}

async function followScan(context: CaseContext, options: Partial<ScanSpec>, last: number): Promise<void> {
  const python = pythonForInterop();
  if (python === undefined) throw new Error('this needs a Python with h5py');
  const writer = await LiveWriter.start({ python });
  context.defer(() => writer[Symbol.asyncDispose]());
  const path = await context.newPath();
  const { intervalMs: _, ...layout } = spec;
  await writer.step({ do: 'create_scan', path, ...layout, ...options });
  const file = await context.open(path, { swmr: true });
  const [data, keys] = [await file.dataset('/entry/data'), await file.dataset('/entry/keys')];
  const scan = writer.scan({ ...spec, ...options });
  await follow(data, keys, last);
  assert.equal((await scan.done).frames, last);
}

/** Scans at the pace of a detector: the writer does not wait for the reader. */
export const liveScanCases = defineCases('live', {
  'a scan at 1 ms per frame has no wrong frame, growing': {
    needs: 'python',
    run: (context) => followScan(context, { growing: true }, frames),
  },

  'a scan at 1 ms per frame has no wrong frame, preallocated': {
    needs: 'python',
    run: (context) => followScan(context, {}, frames),
  },

  'a scan at 1 ms per frame has no wrong frame, compressed and growing': {
    needs: 'python',
    run: (context) => followScan(context, { growing: true, filters: ['shuffle', 'gzip:1'] }, frames),
  },

  'a scan as fast as it can has no wrong frame': {
    needs: 'python',
    run: (context) => followScan(context, { growing: true, intervalMs: 0 }, frames),
  },

  'a scan whose writer dies half-way has every frame up to there': {
    needs: 'python',
    run: (context) => followScan(context, { growing: true, killAfter: 150 }, 150),
  },
});
