import assert from 'node:assert/strict';
import { resolveObjectPath } from '@h5tail/adapter';
import { defineCases, type ConformanceCase } from '../conformance-case.js';
import { compareWithGolden } from '../golden/compare-golden.js';
import { readGolden, type GoldenObject } from '../golden/golden.js';

interface GoldenFile {
  readonly fixture: string;
  /** Groups that get a case of their own; everything else is one case. */
  readonly parts?: readonly string[];
  readonly swmr?: boolean;
  readonly needs?: ConformanceCase['needs'];
}

const files: readonly GoldenFile[] = [
  {
    fixture: 'dtypes.h5',
    parts: [
      'integers',
      'floats',
      'strings',
      'enums',
      'compounds',
      'arrays',
      'opaque',
      'sequences',
      'bitfields',
      'references',
      'named',
    ],
  },
  { fixture: 'layouts.h5', parts: ['spaces', 'storage', 'filters', 'extents', 'fill', 'slabs'] },
  { fixture: 'tree.h5', parts: ['entry', 'hard', 'soft', 'external', 'names', 'many', 'ordered'] },
  { fixture: 'tree-target.h5' },
  // Its golden gives a digest, from which no file in memory can be made.
  { fixture: 'large-attribute.h5', needs: 'files' },
  { fixture: 'virtual.h5' },
  { fixture: 'virtual.h5', swmr: true },
  { fixture: 'virtual-source-0.h5' },
  { fixture: 'virtual-source-1.h5' },
  { fixture: 'legacy-superblock0.h5' },
  { fixture: 'legacy-superblock0.h5', swmr: true },
  { fixture: 'legacy-superblock2.h5' },
  { fixture: 'legacy-superblock2.h5', swmr: true },
  { fixture: 'skeleton-messages.h5' },
  { fixture: 'user-block-512.h5' },
  { fixture: 'user-block-512.h5', swmr: true },
  { fixture: 'user-block-1024.h5' },
  { fixture: 'user-block-1024.h5', swmr: true },
  { fixture: 'odd-numbers.h5' },
  { fixture: 'swmr-closed.h5' },
  { fixture: 'swmr-closed.h5', swmr: true },
  { fixture: 'swmr-killed.h5', swmr: true },
];

function casesOf({ fixture, parts = [], swmr = false, needs }: GoldenFile): readonly ConformanceCase[] {
  const compare = (takes: (object: GoldenObject) => boolean): Omit<ConformanceCase, 'group' | 'name'> => ({
    ...(needs === undefined ? {} : { needs }),
    run: async (context) => {
      const objects = (await readGolden(fixture)).objects.filter(takes);
      assert.notEqual(objects.length, 0, 'a golden without objects proves nothing');
      await compareWithGolden(await context.openFixture(fixture, { swmr }), objects, context.filters);
    },
  });
  const title = swmr ? `${fixture} in SWMR mode` : fixture;
  const inPart = ({ path }: GoldenObject, part: string): boolean =>
    `${path}/`.startsWith(`${resolveObjectPath('/', part)}/`);
  return defineCases('goldens', {
    ...Object.fromEntries(parts.map((part) => [`${title} /${part}`, compare((object) => inPart(object, part))])),
    [parts.length === 0 ? title : `${title}, all the rest`]: compare(
      (object) => !parts.some((part) => inPart(object, part)),
    ),
  });
}

/** Every object of every good fixture, with all that h5py found in it. */
export const goldenCases: readonly ConformanceCase[] = files.flatMap(casesOf);
