import {
  dtypes,
  Hdf5Error,
  type AnyData,
  type Columns,
  type CompoundDtype,
  type CreateDatasetOptions,
  type Group,
} from '@h5tail/adapter';
import type { Complex, Filter } from './filter.js';

/**
 * The datasets of filters. Complex numbers are stored as h5py does: a compound of `r` and `i`.
 *
 * Source: MTH5 0.6.5, `mth5/groups/filter_groups`.
 */
const complex = columnsDtype('r', 'i');
const fap = columnsDtype('frequency', 'amplitude', 'phase');

function columnsDtype(...names: readonly string[]): CompoundDtype {
  const members = names.map((name, index) => ({ name, offset: index * 8, dtype: dtypes.float64 }));
  return { class: 'compound', size: names.length * 8, members };
}

/** What a filter has besides its attributes: datasets by name. */
export function tablesOf(filter: Filter): ReadonlyMap<string, CreateDatasetOptions> {
  switch (filter.type) {
    case 'zpk':
      return new Map([
        ['poles', complexTable(filter.poles)],
        ['zeros', complexTable(filter.zeros)],
      ]);
    case 'fap': {
      const { frequencies, amplitudes, phases } = filter;
      if (amplitudes.length !== frequencies.length || phases.length !== frequencies.length) {
        throw new Hdf5Error('INVALID_DATA', 'a table over frequency has as many amplitudes and phases as frequencies', {
          object: String(filter.name),
          remedy: `There are ${frequencies.length}, ${amplitudes.length} and ${phases.length}`,
        });
      }
      return new Map([['fap_table', table(fap, [frequencies, amplitudes, phases])]]);
    }
    case 'fir': {
      const data = Float32Array.from(filter.coefficients);
      return new Map([['coefficients', { dtype: dtypes.float32, shape: [data.length], data }]]);
    }
    default:
      return new Map();
  }
}

/** Reads the datasets of a filter back. */
export async function readTables(type: Filter['type'], group: Group): Promise<Record<string, unknown>> {
  switch (type) {
    case 'zpk':
      return { poles: await readComplex(group, 'poles'), zeros: await readComplex(group, 'zeros') };
    case 'fap': {
      const columns = (await (await group.dataset('fap_table')).read()).data as Columns;
      const column = (name: string): number[] => Array.from((columns.get(name) as Float64Array | undefined) ?? []);
      return { frequencies: column('frequency'), amplitudes: column('amplitude'), phases: column('phase') };
    }
    case 'fir': {
      const { data } = await (await group.dataset('coefficients')).read();
      return { coefficients: Array.from(data as Float32Array) };
    }
    default:
      return {};
  }
}

function complexTable(values: readonly Complex[]): CreateDatasetOptions {
  return table(complex, [values.map(([real]) => real), values.map(([, imaginary]) => imaginary)]);
}

function table(dtype: CompoundDtype, columns: readonly (readonly number[])[]): CreateDatasetOptions {
  const data = new Map<string, AnyData>(
    dtype.members.map(({ name }, index) => [name, Float64Array.from(columns[index] ?? [])]),
  );
  return { dtype, shape: [columns[0]?.length ?? 0], data };
}

async function readComplex(group: Group, name: string): Promise<Complex[]> {
  const columns = (await (await group.dataset(name)).read()).data as Columns;
  const [real, imaginary] = ['r', 'i'].map((part) => (columns.get(part) as Float64Array | undefined) ?? []);
  return Array.from(real ?? [], (value, index) => [value, imaginary?.[index] ?? 0]);
}
