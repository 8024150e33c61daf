import assert from 'node:assert/strict';
import { isHdf5Error, type DataOf, type Dataset, type Dtype } from '@h5tail/adapter';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import { defineCases } from '../conformance-case.js';
import { compareWithGolden } from '../golden/compare-golden.js';
import { readGolden } from '../golden/golden.js';

async function elementsOrRefusal(dataset: Dataset): Promise<DataOf<Dtype> | undefined> {
  try {
    return (await dataset.read()).data;
  } catch (error) {
    if (isHdf5Error(error) && error.code === 'UNSUPPORTED_DTYPE') return undefined;
    throw error;
  }
}

/** Numbers that do not fill their bytes, on the way into a file. */
export const oddNumberCases = defineCases('writing', {
  'writes odd numbers as what they are, or refuses them': async (context) => {
    const path = await context.fixture('odd-numbers.h5');
    const file = await context.open(path, { mode: 'r+' });
    const refused = new Set<string>();
    const written = new Map<string, Int16Array>();
    for (const name of ['int12', 'int12-be', 'uint8-at-bit-4', 'int12-nbit']) {
      const dataset = await file.dataset(`/odd/${name}`);
      const elements = await elementsOrRefusal(dataset);
      if (elements === undefined) {
        const data = new Int16Array(dataset.shape?.[0] ?? 0);
        await rejectsWithCode('UNSUPPORTED_DTYPE', () => dataset.write(null, data));
        refused.add(dataset.path);
        continue;
      }
      const reversed = (elements as Int16Array).toReversed();
      await dataset.write(null, reversed);
      written.set(dataset.path, reversed);
    }
    await file.close();
    const again = await context.open(path);
    for (const [each, data] of written) assert.deepEqual((await (await again.dataset(each)).read()).data, data, each);
    const golden = await readGolden('odd-numbers.h5');
    const untouched = golden.objects.filter((object) => refused.has(object.path) || object.path.startsWith('/plain/'));
    await compareWithGolden(again, untouched, context.filters);
  },
});
