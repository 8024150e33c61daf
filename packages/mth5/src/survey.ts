import type { Filter, FilterName } from './filters/filter.js';
import { SurveyFilters } from './filters/survey-filters.js';
import { stationPath, stationsPath, surveyPath } from './model/layout.js';
import { codecOf } from './metadata-codec.js';
import { stationSchema, type StationMetadataInput } from './model/metadata/station-schema.js';
import { surveySchema, type SurveyMetadata, type SurveyMetadataInput } from './model/metadata/survey-schema.js';
import { objectName } from './model/names.js';
import { lookupName } from './lookup-name.js';
import { missing } from './missing.js';
import type { Mth5Access } from './mth5-access.js';
import { ObjectMetadata } from './object-metadata.js';
import { Station } from './station.js';
import { addGroup } from './structure/add-group.js';
import { createStation } from './structure/create-groups.js';

/** A survey of an open file: stations that belong together. */
export class Survey {
  readonly #access: Mth5Access;
  readonly #metadata: ObjectMetadata<SurveyMetadata, SurveyMetadataInput>;
  readonly #filters: SurveyFilters;
  readonly id: string;

  /** @internal Ask a file for its surveys. */
  constructor(access: Mth5Access, id: string) {
    this.#access = access;
    this.id = id;
    this.#filters = new SurveyFilters(access, id);
    this.#metadata = new ObjectMetadata(access, codecOf(surveySchema), this.path);
  }

  /** Path of the group inside the file. */
  get path(): string {
    return surveyPath(this.#access.version, this.id);
  }

  /** Its attributes, as of the last close of the file. */
  metadata(): Promise<SurveyMetadata> {
    return this.#metadata.read();
  }

  /** Changes some of its attributes, and keeps the rest. @throws Hdf5Error `INVALID_DATA`, `READ_ONLY`, `CLOSED`. */
  update(input: SurveyMetadataInput): Promise<SurveyMetadata> {
    return this.#metadata.update(input);
  }

  /** Ids of its stations. */
  stations(): Promise<string[]> {
    return this.#access.names(stationsPath(this.#access.version, this.id), 'group');
  }

  /** @throws Hdf5Error `OBJECT_NOT_FOUND`, naming those that there are. */
  async station(id: string): Promise<Station> {
    const station = lookupName('station', id);
    if (await this.#access.has(this.#stationPath(station))) return this.#made(station);
    throw missing(this.#access.path, this.path, `station ${station}`, await this.stations());
  }

  /**
   * Adds a station, also during a session. One that is there already is returned as it is.
   *
   * @throws Hdf5Error `INVALID_DATA` for names and values that MTH5 could not read; `READ_ONLY`, `CLOSED`.
   */
  async addStation(id: string, metadata: StationMetadataInput = {}): Promise<Station> {
    const where = { file: this.#access.path, object: this.path };
    const station = objectName('station', id, where);
    const codec = codecOf(stationSchema);
    const encoded = codec.encode(codec.complete({ ...metadata, id: station }, where));
    const path = this.#stationPath(station);
    await addGroup(this.#access, path, ({ file }) => createStation(file, path, encoded));
    return this.#made(station);
  }

  /** Types and names of its filters. */
  filters(): Promise<FilterName[]> {
    return this.#filters.list();
  }

  /** @throws Hdf5Error `OBJECT_NOT_FOUND`, naming those that there are. */
  filter(name: FilterName): Promise<Filter> {
    return this.#filters.read(name);
  }

  /**
   * Adds a filter, also during a session. One of its type and name that is there already stays as it is.
   *
   * @throws Hdf5Error `INVALID_DATA` for values that MTH5 could not read; `READ_ONLY`, `CLOSED`.
   */
  addFilter(filter: Filter): Promise<FilterName> {
    return this.#filters.add(filter);
  }

  #made(station: string): Station {
    return new Station(this.#access, { survey: this.id, station });
  }

  #stationPath(station: string): string {
    return stationPath(this.#access.version, this.id, station);
  }
}
