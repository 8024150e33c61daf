import { DataSource, FrameReader } from '@h5tail/frames';
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

/** Many frames per read, each as an array of its own. */
export const framesByRun = (context) =>
  reading(context, async (file, take) => {
    const data = await file.dataset('/data', 'uint16');
    const reader = new FrameReader(data, { scanRank: 1 });
    const { batch } = context.job;
    for (let index = 0; index < data.shape[0]; index += batch) {
      const frames = await reader.readRun(index, Math.min(batch, data.shape[0] - index));
      for (const frame of frames) take(frame.data);
    }
  });

/** As a program reads a scan: by its keys. */
export const framesFollowed = (context) =>
  reading(context, async (file, take) => {
    const datasets = { data: await file.dataset('/data', 'uint16') };
    const keys = [await file.dataset('/keys')];
    for await (const { frames } of new DataSource({ keys, datasets })) take(frames.get('data').data);
  });
