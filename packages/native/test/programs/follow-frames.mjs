/** What the main thread and the workers do alike: follow the frames of a live dataset and check each of them. */

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
export async function follower({ framePattern, nativeAdapter, openFile }, path) {
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
    close: () => file.close(),
  };
}
