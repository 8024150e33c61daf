import { codecOf } from '../metadata-codec.js';
import { filtersPath, filterTypes } from '../model/layout.js';
import { filterSchemas } from '../model/metadata/filter-schemas.js';
import type { Schema } from '../model/metadata/schema.js';
import { objectName } from '../model/names.js';
import { missing } from '../missing.js';
import type { Mth5Access } from '../mth5-access.js';
import { readStored, writeStored } from '../storage/metadata-attributes.js';
import { addGroup } from '../structure/add-group.js';
import { filterGroup, filterTypeOf, type Filter, type FilterName } from './filter.js';
import { readTables, tablesOf } from './filter-tables.js';

/** Of a filter, what is no attribute. */
const tableKeys: readonly string[] = ['poles', 'zeros', 'frequencies', 'amplitudes', 'phases', 'coefficients'];

/** The filters of a survey. */
export class SurveyFilters {
  readonly #access: Mth5Access;
  readonly #survey: string;

  constructor(access: Mth5Access, survey: string) {
    this.#access = access;
    this.#survey = survey;
  }

  async list(): Promise<FilterName[]> {
    const found: FilterName[] = [];
    for (const group of filterTypes) {
      const path = filtersPath(this.#access.version, this.#survey, group);
      if (!(await this.#access.has(path))) continue;
      const names = await this.#access.names(path, 'group');
      found.push(...names.map((name) => ({ type: filterTypeOf(group), name })));
    }
    return found;
  }

  /** @throws Hdf5Error `OBJECT_NOT_FOUND`, naming those that there are. */
  async read({ type, name }: FilterName): Promise<Filter> {
    const path = this.#pathOf(type, objectName('filter', name));
    if (!(await this.#access.has(path))) {
      const known = (await this.list()).filter((filter) => filter.type === type).map((filter) => filter.name);
      throw missing(this.#access.path, path, `filter ${name}`, known);
    }
    return this.#access.inspect(async () => {
      const group = await this.#access.store.group(path);
      const codec = codecOf<Schema>(filterSchemas[filterGroup(type)]);
      const metadata = codec.decode(await readStored(group.attributes), { file: this.#access.path, object: path });
      return { ...metadata, ...(await readTables(type, group)), type } as unknown as Filter;
    });
  }

  /** Adds a filter, unless there is one of its type and name. @throws Hdf5Error `INVALID_DATA`, `READ_ONLY`, `CLOSED`. */
  async add(filter: Filter): Promise<FilterName> {
    const { type } = filter;
    const name = objectName('filter', String(filter.name ?? ''), { file: this.#access.path });
    const path = this.#pathOf(type, name);
    const codec = codecOf<Schema>(filterSchemas[filterGroup(type)]);
    const input = Object.fromEntries(Object.entries(filter).filter(([key]) => !tableKeys.includes(key)));
    const where = { file: this.#access.path, object: path };
    const attributes = codec.encode(codec.complete({ ...input, name, type }, where));
    const tables = tablesOf(filter);
    await addGroup(this.#access, path, async ({ file }) => {
      const group = await file.root.createGroup(path);
      await writeStored(group.attributes, attributes);
      for (const [table, options] of tables) await group.createDataset(table, options);
    });
    return { type, name };
  }

  #pathOf(type: Filter['type'], name: string): string {
    return `${filtersPath(this.#access.version, this.#survey, filterGroup(type))}/${name}`;
  }
}
