import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { defineCases } from '../conformance-case.js';
import { checkFrames, startScan, writePoint } from './live.js';

/** Live files that are reached through other files, and are open themselves as well. */
export const liveSourceCases = defineCases('live', {
  'an external link to a live file that is open too': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath('scan.h5');
      const writer = await startScan(context, path);
      const master = path.replace('scan.h5', 'master.h5');
      const linking = await context.open(master, { mode: 'w' });
      await linking.root.createExternalLink('frames', 'scan.h5', '/entry/frames');
      await linking.close();
      const direct = await (await context.open(path, { swmr: true })).dataset('/entry/frames');
      const linked = await (await context.open(master, { swmr: true })).dataset('/frames');
      for (let index = 0; index < 6; index++) {
        await writePoint(writer, index);
        await linked.refresh();
        await checkFrames(linked, index + 1);
        await direct.refresh();
        await checkFrames(direct, index + 1);
      }
      await direct.file.close();
      await writePoint(writer, 6);
      await linked.refresh();
      await checkFrames(linked, 7);
    },
  },

  'the writer of a linked file is asked for, not that of the file with the link': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath('scan.h5');
      const writer = await startScan(context, path);
      const master = path.replace('scan.h5', 'master.h5');
      const linking = await context.open(master, { mode: 'w' });
      await linking.root.createExternalLink('entry/direct', 'scan.h5', '/entry/frames');
      await linking.root.createExternalLink('scan', 'scan.h5', '/entry');
      await linking.root.createSoftLink('entry/soft', '/scan/frames');
      await linking.close();
      const file = await context.open(master, { swmr: true });
      assert.equal(await file.writerState(), 'closed');
      const linked = await Promise.all(['/entry/direct', '/scan/frames', '/entry/soft'].map((at) => file.dataset(at)));
      for (const dataset of linked) assert.equal(await dataset.writerState(), 'swmr-writing', dataset.path);
      await writer.step({ do: 'close' });
      for (const dataset of linked) assert.equal(await dataset.writerState(), 'closed', dataset.path);
    },
  },

  'a virtual dataset whose source is live and open too': {
    needs: 'python',
    run: async (context) => {
      const path = await context.fixture('virtual.h5');
      const source = join(dirname(path), 'virtual-source-0.h5');
      const writer = await context.writer();
      await writer.step({ do: 'reopen', path: source, mode: 'r+', swmr: true });
      const direct = await (await context.open(source, { swmr: true })).dataset('/data', 'int32');
      const stacked = await (await context.open(path, { swmr: true })).dataset('/virtual/two-sources', 'int32');
      assert.equal(await stacked.file.writerState(), 'closed');
      assert.equal(await stacked.writerState(), 'swmr-writing');
      for (let round = 1; round <= 6; round++) {
        await writer.step({
          do: 'write',
          dataset: '/data',
          selection: [1, [0, 3]],
          data: [round, 2 * round, 3 * round],
        });
        await writer.step({ do: 'flush' });
        await stacked.refresh();
        const row = Int32Array.of(round, 2 * round, 3 * round, 109, 110, 111);
        assert.deepEqual((await stacked.read([1])).data, row, `virtual, round ${round}`);
        assert.deepEqual((await stacked.read([4, [0, 2]])).data, Int32Array.of(200, 201));
        await direct.refresh();
        assert.deepEqual((await direct.read([1])).data, row, `direct, round ${round}`);
      }
    },
  },

  'the source files of a virtual dataset that cannot be read are told': {
    needs: 'python',
    run: async (context) => {
      const path = await context.fixture('virtual.h5');
      const source = join(dirname(path), 'virtual-source-0.h5');
      const file = await context.open(path, { swmr: true });
      const stacked = await file.dataset('/virtual/two-sources', 'int32');
      assert.deepEqual(await stacked.unreadableSources(), []);
      const writer = await context.writer();
      await writer.step({ do: 'reopen', path: source, mode: 'r+' });
      assert.deepEqual(await stacked.unreadableSources(), [source]);
      await writer.step({ do: 'swmr' });
      assert.deepEqual(await stacked.unreadableSources(), []);
      await writer.step({ do: 'close' });
      await rename(source, `${source}.gone`);
      assert.deepEqual(await stacked.unreadableSources(), [source]);
    },
  },

  'two live files are followed at the same time': {
    needs: 'writer',
    run: async (context) => {
      const paths = [await context.newPath('a.h5'), await context.newPath('b.h5')];
      const writers = [await startScan(context, paths[0] as string), await startScan(context, paths[1] as string)];
      const readers = await Promise.all(
        paths.map(async (path) => (await context.open(path, { swmr: true })).dataset('/entry/frames')),
      );
      const counts = [0, 0];
      for (const turn of [0, 1, 1, 0, 0, 0, 1, 0, 1, 1]) {
        await writePoint(writers[turn] as (typeof writers)[0], counts[turn] as number);
        counts[turn] = (counts[turn] as number) + 1;
        for (const [i, reader] of readers.entries()) {
          await reader.refresh();
          await checkFrames(reader, counts[i] as number);
        }
      }
    },
  },
});
