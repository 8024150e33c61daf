/** What the main thread and the workers do alike: follow the frames of a live dataset and check each of them. */

import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {object} Checked
 * @property {number} checked frames whose values were compared
 * @property {string[]} wrong what was not as written
 */

const frameShape = [8, 8];

/**
 * @param {typeof import('./entry.js')} native
 * @param {string} path
 */
export async function follower({ framePattern, isHdf5Error, nativeAdapter, openFile }, path) {
  const adapter = nativeAdapter();
  const open = async () => {
    const file = await openFile(path, { adapter, mode: 'r', swmr: true });
    return { file, dataset: await file.dataset('/frames', 'uint16') };
  };
  let { file, dataset } = await open();
  let turns = 0;
  let seen = 0;

  /** @param {number} index @returns {Promise<string | undefined>} */
  const compare = async (index) => {
    const { data } = await dataset.read([index]);
    const expected = framePattern(index, frameShape, 'uint16');
    return Buffer.compare(Buffer.from(data.buffer, data.byteOffset, data.byteLength), Buffer.from(expected.buffer)) ===
      0
      ? undefined
      : `frame ${index} begins with ${data[0]}, not ${expected[0]}`;
  };

  return {
    /** @param {number} frames @returns {Promise<Checked>} */
    async check(frames) {
      /** @type {string[]} */
      const wrong = [];
      let checked = 0;
      try {
        // Now and then a thread comes and goes, while the others stay.
        if (turns++ % 20 === 19) {
          await file.close();
          ({ file, dataset } = await open());
        }
        await dataset.refresh();
        if (dataset.shape?.[0] !== frames) wrong.push(`there are ${dataset.shape?.[0]} frames, not ${frames}`);
        // What is new, the same after another refresh, and two older ones.
        const fresh = Array.from({ length: frames - seen }, (_, i) => seen + i);
        for (const index of [...fresh, 0, Math.floor(frames / 2)]) {
          const fault = await compare(index);
          if (fault !== undefined) wrong.push(fault);
          checked++;
        }
        await dataset.refresh();
        for (const index of fresh) {
          const fault = await compare(index);
          if (fault !== undefined) wrong.push(`${fault} (after a second refresh)`);
          checked++;
        }
        seen = frames;
      } catch (error) {
        wrong.push(String(error));
      }
      return { checked, wrong };
    },

    /**
     * Follows a writer that goes on by itself, until there are so many frames.
     *
     * @param {number} frames
     * @returns {Promise<Checked>}
     */
    async chase(frames) {
      /** @type {string[]} */
      const wrong = [];
      let checked = 0;
      let transient = 0;
      for (let count = 0; count < frames && wrong.length < 10;) {
        try {
          await dataset.refresh();
          count = dataset.shape?.[0] ?? 0;
          // The newest one may just be on its way.
          const complete = count === frames ? count : count - 1;
          for (let index = complete - 1; index >= 0; index = Math.floor(index / 2) - 1) {
            const fault = await compare(index);
            if (fault !== undefined) wrong.push(`of ${count}: ${fault}`);
            checked++;
          }
        } catch (error) {
          // To be tried again, but not for ever.
          if (!isHdf5Error(error) || !error.retryable || transient++ > 20) wrong.push(String(error));
        }
        // The writer needs its time too.
        await sleep(1);
      }
      seen = frames;
      return { checked, wrong };
    },
    close: () => file.close(),
  };
}
