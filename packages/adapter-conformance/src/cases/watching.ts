import assert from 'node:assert/strict';
import type { Hdf5File } from '@h5tail/adapter';
import { WatchedFile } from '../assertions/watched-file.js';
import type { CaseContext } from '../case-context.js';
import { defineCases } from '../conformance-case.js';
import type { DrivenWriter } from '../storage/test-storage.js';
import { startScan, writePoint } from './live.js';

interface WatchedScan {
  readonly path: string;
  readonly writer: DrivenWriter;
  readonly file: Hdf5File;
}

async function openScan(context: CaseContext): Promise<WatchedScan> {
  const path = await context.newPath('scan.h5');
  const writer = await startScan(context, path);
  await writePoint(writer, 0);
  return { path, writer, file: await context.open(path, { swmr: true }) };
}

/** Asserts that a watch tells of a new file in the place of the watched one, and of what is written to it then. */
async function tellsOfSuccessor(
  context: CaseContext,
  { path, writer, file }: WatchedScan,
  putSuccessor: () => Promise<DrivenWriter>,
): Promise<void> {
  // Reading before and after keeps the old file open, as a slow reader does.
  await (await file.dataset('/entry/frames')).read();
  const watched = WatchedFile.start(context, file);
  await writer.step({ do: 'close' });
  let successor: DrivenWriter | undefined;
  const put = async (): Promise<void> => void (successor = await putSuccessor());
  if (watched === undefined) return;
  await watched.tellsOf(`a new file at ${path}`, put);
  for (let index = 0; index < 3; index++) {
    await watched.tellsOf(`point ${index} of the new file`, () => writePoint(successor as DrivenWriter, index));
  }
}

/** Being told of changes instead of asking again and again. */
export const watchingCases = defineCases('live', {
  'watching tells of each flush, and of the end': {
    needs: 'writer',
    run: async (context) => {
      const { writer, file } = await openScan(context);
      const watched = WatchedFile.start(context, file);
      for (let index = 1; index < 4; index++) {
        await watched?.tellsOf(`the flush of point ${index}`, () => writePoint(writer, index));
      }
      await watched?.tellsOf('the end', () => writer.step({ do: 'close' }));
    },
  },

  'watching tells nothing after its own end': {
    needs: 'writer',
    run: async (context) => {
      const { writer, file } = await openScan(context);
      const watched = WatchedFile.start(context, file);
      const sentinel = WatchedFile.start(context, file);
      watched?.stop();
      watched?.stop();
      const before = watched?.calls;
      await sentinel?.tellsOf('a flush', () => writePoint(writer, 1));
      await sentinel?.tellsOf('another flush', () => writePoint(writer, 2));
      assert.equal(watched?.calls, before);
    },
  },

  'watching goes on after another file was moved over the file': {
    needs: 'writer',
    run: async (context) => {
      const scan = await openScan(context);
      const next = await context.newPath('next.h5');
      await tellsOfSuccessor(context, scan, async () => {
        const second = await startScan(context, next);
        await context.storage.replace(next, scan.path);
        return second;
      });
    },
  },

  'watching goes on after the file was deleted and made again': {
    needs: 'writer',
    run: async (context) => {
      const scan = await openScan(context);
      await tellsOfSuccessor(context, scan, async () => {
        await context.storage.remove(scan.path);
        return startScan(context, scan.path);
      });
    },
  },
});
