import assert from 'node:assert/strict';
import { defineCases } from '../conformance-case.js';

/** Elements of any length, read while they are appended. */
export const liveMessageCases = defineCases('live', {
  'messages that are appended are seen': {
    needs: 'writer',
    run: async (context) => {
      const path = await context.newPath();
      const writer = await context.writer();
      const messages = { path: '/msgs', dtype: 'vlen:uint8', shape: [0], maxShape: [null], chunks: [64] };
      await writer.step({ do: 'create', path, datasets: [messages] });
      await writer.step({ do: 'swmr' });
      const dataset = await (await context.open(path, { swmr: true })).dataset('/msgs', 'variable-length');
      const wanted: number[][] = [];
      for (let round = 0; round < 5; round++) {
        const batch = [[round, 1, 2], [], [255 - round]];
        wanted.push(...batch);
        await writer.step({ do: 'append_messages', dataset: '/msgs', messages: batch });
        await dataset.refresh();
        const { data } = await dataset.read();
        assert.deepEqual(
          [...data].map((bytes) => Array.from(bytes as ArrayLike<number>)),
          wanted,
          `round ${round}`,
        );
      }
    },
  },
});
