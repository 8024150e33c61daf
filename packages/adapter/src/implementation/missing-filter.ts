import { Hdf5Error, type Hdf5ErrorContext } from '../errors.js';
import { filterIds, type Filter } from '../filters.js';

const names = new Map<number, string>(Object.entries(filterIds).map(([name, id]) => [id, name]));

/** A filter as people know it: `32008 (bitshuffle)`. */
export function filterText({ id, name }: Pick<Filter, 'id' | 'name'>): string {
  // Some plug-ins give a sentence for a name, so the registered one comes first.
  const known = names.get(id) ?? name;
  return known === undefined || known === '' ? `${id}` : `${id} (${known})`;
}

/**
 * The `FILTER_MISSING` of every implementation: it names the filters by number and name.
 *
 * @param use What they are needed for.
 */
export function missingFilter(
  use: 'read' | 'write',
  filters: readonly Pick<Filter, 'id' | 'name'>[],
  context: Hdf5ErrorContext,
): Hdf5Error {
  const list = filters.map(filterText).join(', ');
  const needed = use === 'read' ? 'the chunks need' : 'chunks cannot be written without';
  return new Hdf5Error('FILTER_MISSING', `${needed} the filter ${list}, which this backend does not have`, context);
}
