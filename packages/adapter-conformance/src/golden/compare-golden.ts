import assert from 'node:assert/strict';
import type { Attributes, Dataset, Group, Hdf5File, Hdf5Object } from '@h5tail/adapter';
import { readOrMissingFilter } from '../assertions/missing-filter.js';
import { compareOddElements } from './compare-odd.js';
import { assertTellableDtype, parseGoldenDtype } from './golden-dtype.js';
import { toGoldenData } from './golden-data.js';
import { isAlias, type GoldenAttribute, type GoldenDataset, type GoldenGroup, type GoldenObject } from './golden.js';

const scaleOffset = 6;

/**
 * Compares objects of a file with their goldens: kinds, dtypes, extents, storage, links, attributes and every element.
 *
 * @param filters Filters that must be read; where another one is missing, the read must say so.
 * @throws AssertionError that lists each object that differs, so that one run tells them all.
 */
export async function compareWithGolden(
  file: Hdf5File,
  objects: readonly GoldenObject[],
  filters: ReadonlySet<number>,
): Promise<void> {
  const differences: string[] = [];
  for (const golden of objects) {
    try {
      await compareObject(file, golden, filters);
    } catch (error) {
      differences.push(`${golden.path}: ${(error as Error).message}`);
    }
  }
  assert.equal(differences.length, 0, differences.join('\n\n'));
}

async function compareObject(file: Hdf5File, golden: GoldenObject, filters: ReadonlySet<number>): Promise<void> {
  const object = await file.root.open(golden.path);
  assert.equal(object.kind, golden.kind, 'kind');
  assert.equal(object.path, golden.path, 'path');
  if (isAlias(golden)) return;
  await compareAttributes(file, object.attributes, golden.attributes);
  if (golden.kind === 'group') await compareGroup(object as Group, golden);
  else compareDtype(object as Exclude<Hdf5Object, Group>, golden.dtype);
  if (golden.kind === 'dataset') await compareDataset(file, object as Dataset, golden, filters);
}

function compareDtype({ dtype, file }: Exclude<Hdf5Object, Group>, golden: GoldenDataset['dtype']): void {
  // What an adapter calls an odd dtype is its own affair; what it delivers for it is not.
  if (golden.class === 'odd') return;
  assertTellableDtype(dtype, parseGoldenDtype(golden), file.adapter.capabilities, 'dtype');
}

async function compareGroup(group: Group, golden: GoldenGroup): Promise<void> {
  const children = await group.children();
  const wanted = golden.children.map((child) => ({ ...child, kind: child.kind ?? 'unresolved' }));
  const names = golden.creationOrder ?? wanted.map((child) => child.name);
  assert.deepEqual(
    children,
    names.map((name) => wanted.find((child) => child.name === name)),
    'children',
  );
}

async function compareDataset(
  file: Hdf5File,
  dataset: Dataset,
  golden: GoldenDataset,
  readable: ReadonlySet<number>,
): Promise<void> {
  assert.deepEqual(dataset.shape, golden.shape, 'shape');
  assert.deepEqual(dataset.maxShape, golden.maxShape, 'maxShape');
  assert.deepEqual(dataset.chunks, golden.chunks, 'chunks');
  assert.equal(dataset.isVirtual, golden.isVirtual, 'isVirtual');
  compareFilters(dataset, golden);
  compareFillValue(dataset, golden);
  if (golden.dtype.class === 'odd') return compareOddElements(golden, async () => dataset.read());
  if (golden.data === null) {
    await assert.rejects(dataset.read(), { code: 'NULL_DATASPACE' });
    return;
  }
  const slab = await readOrMissingFilter(dataset, readable);
  if (slab === undefined) return;
  assert.deepEqual(slab.shape, golden.shape, 'shape of the elements');
  const data = await toGoldenData(dataset.dtype, slab.data, (reference) => file.resolveReference(reference));
  assert.deepEqual(data, golden.data, 'elements');
}

function compareFilters(dataset: Dataset, golden: GoldenDataset): void {
  const found = dataset.filters.map(({ id, options }, i) => {
    // The library keeps more options of this filter than h5py can tell.
    const known = id === scaleOffset ? (golden.filters[i]?.options.length ?? 0) : options.length;
    return { id, options: options.slice(0, known) };
  });
  assert.deepEqual(found, golden.filters, 'filters');
}

function compareFillValue(dataset: Dataset, golden: GoldenDataset): void {
  if (!dataset.file.adapter.capabilities.readFillValue) {
    assert.equal(dataset.fillValue, undefined, 'fill value');
    return;
  }
  const { fillValue, dtype } = golden;
  if (typeof fillValue === 'object') return;
  const isWide = dtype.class === 'integer' && dtype.size === 8;
  const isText = dtype.class === 'string' || fillValue === undefined;
  assert.equal(
    dataset.fillValue,
    isText ? fillValue : isWide ? BigInt(fillValue as string) : Number(fillValue),
    'fill value',
  );
}

async function compareAttributes(
  file: Hdf5File,
  attributes: Attributes,
  golden: readonly GoldenAttribute[],
): Promise<void> {
  assert.deepEqual(
    await attributes.names(),
    golden.map(({ name }) => name),
    'names of the attributes',
  );
  for (const { name, dtype, shape, data } of golden) {
    if (dtype.class === 'odd') {
      await compareOddElements({ shape, data }, async () => attributes.get(name));
      continue;
    }
    const found = await attributes.get(name);
    assert.equal(found.name, name);
    assertTellableDtype(found.dtype, parseGoldenDtype(dtype), file.adapter.capabilities, `dtype of attribute ${name}`);
    assert.deepEqual(found.shape, shape, `shape of attribute ${name}`);
    const elements = await toGoldenData(found.dtype, found.data, (reference) => file.resolveReference(reference));
    assert.deepEqual(shape === null ? null : elements, data, `elements of attribute ${name}`);
  }
}
