import assert from 'node:assert/strict';
import { isHdf5Error, type Dataset, type Filter, type Hdf5Error, type Selection, type Slab } from '@h5tail/adapter';
import { filterText } from '@h5tail/adapter/implementation';

/**
 * Reads, where the adapter has the filters; where it lacks one, asserts that it says which.
 *
 * @param filters Filters that it must have.
 * @returns `undefined` where a filter is missing.
 */
export async function readOrMissingFilter(
  dataset: Dataset,
  filters: ReadonlySet<number>,
  selection?: Selection,
): Promise<Slab | undefined> {
  let slab: Slab | undefined;
  await missingFilterOf(dataset, filters, async () => (slab = await dataset.read(selection)));
  return slab;
}

/**
 * Uses a dataset; where a filter is missing for that, asserts that the error says which.
 *
 * @param filters Filters that the adapter must have.
 * @returns Whether one was missing.
 */
export async function missingFilterOf(
  dataset: Dataset,
  filters: ReadonlySet<number>,
  use: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await use();
    return false;
  } catch (error) {
    const others = dataset.filters.filter(({ id }) => !filters.has(id));
    if (others.length === 0 || !isHdf5Error(error)) throw error;
    assertNamesFilter(error, others);
    return true;
  }
}

/** Asserts that an error says which filter is missing, by number and name, and what to do about it. */
export function assertNamesFilter(error: Hdf5Error, candidates: readonly Pick<Filter, 'id' | 'name'>[]): void {
  assert.equal(error.code, 'FILTER_MISSING', error.message);
  const texts = candidates.map(filterText);
  assert.ok(
    texts.some((text) => error.message.includes(text)),
    `the message does not name ${texts.join(' or ')}: ${error.message}`,
  );
  assert.ok(error.remedy !== undefined && error.remedy !== '', `no remedy: ${error.message}`);
  assert.equal(error.retryable, false);
}
