import assert from 'node:assert/strict';
import { filterIds, type Dataset, type Selection } from '@h5tail/adapter';
import { assertNamesFilter, missingFilterOf, readOrMissingFilter } from '../assertions/missing-filter.js';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import type { CaseContext } from '../case-context.js';
import { defineCases, type ConformanceCase } from '../conformance-case.js';
import { compareWithGolden } from '../golden/compare-golden.js';
import { readGolden } from '../golden/golden.js';

/** Every fixture with its groups: the same values behind other filters, and without any in `/plain`. */
const codecs: Readonly<Record<string, readonly string[]>> = {
  'codecs.h5': ['deflate', 'shuffle', 'shuffle-deflate', 'fletcher32', 'deflate-fletcher32', 'n-bit', 'scale-offset'],
  'codecs-szip.h5': ['szip-entropy-8', 'szip-entropy-32', 'szip-neighbour-8', 'szip-neighbour-16', 'szip-neighbour-32'],
  'codecs-lzf.h5': ['lzf', 'shuffle-lzf'],
  'codecs-bitshuffle.h5': ['bitshuffle', 'bitshuffle-64', 'bitshuffle-lz4', 'bitshuffle-lz4-64'],
  'codecs-zstd.h5': ['zstd-1', 'zstd-19'],
  'codecs-lz4.h5': ['lz4', 'lz4-block-500', 'shuffle-lz4'],
  'codecs-bzip2.h5': ['bzip2', 'shuffle-bzip2'],
  'codecs-blosc.h5': ['blosc-blosclz', 'blosc-lz4', 'blosc-lz4hc', 'blosc-zlib', 'blosc-zstd', 'blosc-lz4-bitshuffle'],
};

/** One of each kind of filter. */
const representatives = [
  ['codecs.h5', 'shuffle-deflate'],
  ['codecs-bitshuffle.h5', 'bitshuffle-lz4'],
  ['codecs-lz4.h5', 'lz4'],
  ['codecs-blosc.h5', 'blosc-lz4'],
] as const;

/** Of shape (3, 14, 18) in chunks of (2, 8, 12): inside a chunk, across several, at the edge that is cut, one by one. */
const parts: readonly Selection[] = [
  [0, [1, 7], [2, 11]],
  [
    [1, 3],
    [6, 10],
    [10, 14],
  ],
  [2, [8, 14], [12, 18]],
  [
    [0, 3, 2],
    [0, 14, 5],
    [1, 18, 7],
  ],
  [2, 13, 17],
];

async function comparesParts(context: CaseContext, dataset: Dataset, plain: Dataset): Promise<void> {
  for (const part of parts) {
    const found = await readOrMissingFilter(dataset, context.filters, part);
    if (found === undefined) continue;
    const wanted = await plain.read(part);
    assert.deepEqual(found.shape, wanted.shape, `${dataset.path}: shape of ${JSON.stringify(part)}`);
    assert.deepEqual(found.data, wanted.data, `${dataset.path}: elements of ${JSON.stringify(part)}`);
  }
}

function readsRight(fixture: string, group: string): ConformanceCase['run'] {
  return async (context) => {
    const { objects } = await readGolden(fixture);
    const coded = objects.filter(({ path }) => path.startsWith(`/${group}/`));
    assert.notEqual(coded.length, 0, 'a golden without objects proves nothing');
    const file = await context.openFixture(fixture);
    await compareWithGolden(file, coded, context.filters);
    for (const { path } of coded) {
      const plainPath = `/plain/${path.split('/').at(-1)?.split('-')[0]}`;
      if (!(await file.root.has(plainPath))) continue;
      await comparesParts(context, await file.dataset(path), await file.dataset(plainPath));
    }
    // A filter that is missing for one dataset takes nothing away from the others.
    const plain = objects.filter(({ path }) => path.startsWith('/plain/'));
    await compareWithGolden(file, plain, context.filters);
  };
}

/** Elements behind every filter: right, or refused by the name of the filter, and never wrong. */
export const codecCases = defineCases('codecs', {
  ...Object.fromEntries(
    Object.entries(codecs).flatMap(([fixture, groups]) =>
      groups.map((group) => [`reads right, or names the filter: ${group}`, readsRight(fixture, group)]),
    ),
  ),

  'has a case for every group of the fixtures': async () => {
    for (const [fixture, groups] of Object.entries(codecs)) {
      const root = (await readGolden(fixture)).objects.find(({ path }) => path === '/');
      const children = root !== undefined && 'children' in root ? root.children.map(({ name }) => name) : [];
      assert.deepEqual([...groups, 'plain'].toSorted(), children.toSorted(), fixture);
    }
  },

  'reads right, or names the filter, in SWMR mode and after a refresh': async (context) => {
    for (const [fixture, group] of representatives) {
      const file = await context.openFixture(fixture, { swmr: true });
      const [dataset, plain] = [await file.dataset(`/${group}/uint16`), await file.dataset('/plain/uint16')];
      for (let round = 0; round < 3; round++) {
        await comparesParts(context, dataset, plain);
        await dataset.refresh();
      }
    }
  },

  'writes elements into a dataset behind a filter, or names the filter and leaves all as it was': async (context) => {
    for (const [fixture, group] of representatives) {
      const path = await context.fixture(fixture);
      const file = await context.open(path, { mode: 'r+' });
      const dataset = await file.dataset(`/${group}/uint16`, 'uint16');
      const wanted = (await (await file.dataset('/plain/uint16', 'uint16')).read()).data;
      const changed = Uint16Array.of(7, 8, 9, 10);
      const missing = await missingFilterOf(dataset, context.filters, () =>
        dataset.write([1, [7, 9], [11, 13]], changed),
      );
      await file.close();
      if (!missing) [0, 1, 18, 19].forEach((at, i) => (wanted[252 + 7 * 18 + 11 + at] = changed[i] as number));
      const again = await (await context.open(path)).dataset(`/${group}/uint16`, 'uint16');
      const found = await readOrMissingFilter(again, context.filters);
      assert.ok(found !== undefined || missing, `${group}: what was written cannot be read`);
      if (found !== undefined) assert.deepEqual(found.data, wanted, group);
    }
  },

  'names a filter that nobody has': {
    needs: 'files',
    run: async (context) => {
      const file = await context.openFixture('unknown-filter.h5');
      const dataset = await file.dataset('/data');
      const error = await rejectsWithCode('FILTER_MISSING', () => dataset.read());
      assertNamesFilter(error, [{ id: 32_099 }]);
    },
  },

  'tells filters by their registered numbers, with and without a plug-in': async (context) => {
    const file = await context.openFixture('codecs-bitshuffle.h5');
    const { filters } = await file.dataset('/bitshuffle-lz4/uint16');
    assert.deepEqual(
      filters.map(({ id, options }) => ({ id, options: [...options] })),
      [{ id: filterIds.bitshuffle, options: [0, 4, 2, 0, 2] }],
    );
  },
});
