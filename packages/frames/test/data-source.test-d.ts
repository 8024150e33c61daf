import type { Dataset, Hdf5File, NamedDtypes } from '@h5tail/adapter';
import { DataSource, FrameReader, type Frame, type ScanPoint } from '@h5tail/frames';
import { describe, expectTypeOf, it } from 'vitest';

declare const file: Hdf5File;

describe('the types of frames', () => {
  it('follow from the datasets', async () => {
    const key: Dataset = await file.dataset('/key', 'int32');
    const image = await file.dataset('/image', 'uint16');
    const source = new DataSource({ keys: [key], datasets: { image, other: await file.dataset('/other') } });
    for await (const point of source) {
      expectTypeOf(point.frames.get('image')).toEqualTypeOf<Frame<NamedDtypes['uint16']>>();
      expectTypeOf(point.frames.get('image').data).toEqualTypeOf<Uint16Array>();
      expectTypeOf(point.frames.get('other')).toEqualTypeOf<Frame>();
      // @ts-expect-error there is no such dataset
      point.frames.get('imgae');
      expectTypeOf(point).toExtend<ScanPoint>();
    }
  });

  it('are open where the names are', async () => {
    const datasets: Record<string, Dataset> = {};
    for await (const { frames } of new DataSource({ keys: [], datasets })) {
      expectTypeOf(frames.get('any')).toEqualTypeOf<Frame | undefined>();
    }
  });

  it('follow from the dataset of a reader', async () => {
    const reader = new FrameReader(await file.dataset('/image', 'int64'), { scanRank: 1 });
    expectTypeOf((await reader.read(0)).data).toEqualTypeOf<BigInt64Array>();
    await reader.read(0, { into: new BigInt64Array(1) });
    // @ts-expect-error the array has to be of the dataset's dtype
    await reader.read(0, { into: new Uint16Array(1) });
  });
});
