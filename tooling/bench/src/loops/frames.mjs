import { DataSource } from '@h5tail/frames';
import { reading } from './reading.mjs';

/** One read per frame, each into fresh memory. */
export const framesOneByOne = (context) =>
  reading(context, async (file, take) => {
    const data = await file.dataset('/data', 'uint16');
    for (let index = 0; index < data.shape[0]; index++) take((await data.read([index])).data);
  });

/** One read per frame, all into the same memory. */
export const framesInto = (context) =>
  reading(context, async (file, take) => {
    const data = await file.dataset('/data', 'uint16');
    const into = new Uint16Array(data.shape[1] * data.shape[2]);
    for (let index = 0; index < data.shape[0]; index++) take((await data.read([index], { into })).data);
  });

/** Many frames per read, looked at where they are in the array that holds them all. */
export const framesInBatches = (context) =>
  reading(context, async (file, take) => {
    const dataset = await file.dataset('/data', 'uint16');
    const { batch } = context.job;
    const [count, ...extents] = dataset.shape;
    const length = extents.reduce((product, extent) => product * extent, 1);
    for (let index = 0; index < count; index += batch) {
      const { data, shape } = await dataset.read([[index, Math.min(index + batch, count)]]);
      for (let i = 0; i < shape[0]; i++) take(data.subarray(i * length, (i + 1) * length));
    }
  });

/** As a program reads a scan: by its keys, point after point. */
const points = (/** @type {'own' | 'reused'} */ memory) => (context) =>
  reading(context, async (file, take) => {
    for await (const { frames } of await sourceOf(file, memory)) take(frames.get('data').data);
  });

export const pointsOwned = points('own');
export const pointsReused = points('reused');

/** The same, as many points at a time as one read takes. */
export const batchesReused = (context) =>
  reading(context, async (file, take) => {
    for await (const { slabs } of (await sourceOf(file, 'reused')).batches()) {
      const { data, shape } = slabs.get('data');
      const length = data.length / shape[0];
      for (let i = 0; i < shape[0]; i++) take(data.subarray(i * length, (i + 1) * length));
    }
  });

async function sourceOf(/** @type {import('@h5tail/adapter').Hdf5File} */ file, memory) {
  const datasets = { data: await file.dataset('/data', 'uint16') };
  return new DataSource({ keys: [await file.dataset('/keys')], datasets, memory });
}
