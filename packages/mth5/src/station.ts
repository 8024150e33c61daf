import type { ChannelIds } from './model/channel-path.js';
import { runPath, stationGroups, stationPath } from './model/layout.js';
import { codecOf } from './metadata-codec.js';
import { runSchema, type RunMetadataInput } from './model/metadata/run-schema.js';
import { stationSchema, type StationMetadata, type StationMetadataInput } from './model/metadata/station-schema.js';
import { objectName } from './model/names.js';
import { lookupName } from './lookup-name.js';
import { missing } from './missing.js';
import type { Mth5Access } from './mth5-access.js';
import { ObjectMetadata } from './object-metadata.js';
import { Run } from './run.js';
import { settleRunList } from './session/settle-metadata.js';
import { addGroup } from './structure/add-group.js';
import { createRun } from './structure/create-groups.js';

/** A station of an open file: a place where runs were recorded. */
export class Station {
  readonly #access: Mth5Access;
  readonly #metadata: ObjectMetadata<StationMetadata, StationMetadataInput>;
  readonly ids: Pick<ChannelIds, 'survey' | 'station'>;

  /** @internal Ask a survey for its stations. */
  constructor(access: Mth5Access, ids: Pick<ChannelIds, 'survey' | 'station'>) {
    this.#access = access;
    this.ids = ids;
    this.#metadata = new ObjectMetadata(access, codecOf(stationSchema), this.path);
  }

  get id(): string {
    return this.ids.station;
  }

  /** Path of the group inside the file. */
  get path(): string {
    return stationPath(this.#access.version, this.ids.survey, this.ids.station);
  }

  /** Its attributes, as of the last close of the file. */
  metadata(): Promise<StationMetadata> {
    return this.#metadata.read();
  }

  /** Changes some of its attributes, and keeps the rest. @throws Hdf5Error `INVALID_DATA`, `READ_ONLY`, `CLOSED`. */
  update(input: StationMetadataInput): Promise<StationMetadata> {
    return this.#metadata.update(input);
  }

  /** Ids of its runs. */
  async runs(): Promise<string[]> {
    const names = await this.#access.names(this.path, 'group');
    return names.filter((name) => !stationGroups.includes(name));
  }

  /** @throws Hdf5Error `OBJECT_NOT_FOUND`, naming those that there are. */
  async run(id: string): Promise<Run> {
    const run = lookupName('run', id);
    const ids = { ...this.ids, run };
    if (await this.#access.has(this.#runPath(run))) return new Run(this.#access, ids);
    throw missing(this.#access.path, this.path, `run ${run}`, await this.runs());
  }

  /**
   * Adds a run, also during a session. One that is there already is returned as it is.
   *
   * @throws Hdf5Error `INVALID_DATA` for names and values that MTH5 could not read; `READ_ONLY`, `CLOSED`.
   */
  async addRun(id: string, metadata: RunMetadataInput = {}): Promise<Run> {
    const where = { file: this.#access.path, object: this.path };
    const run = objectName('run', id, where);
    const attributes = codecOf(runSchema);
    const encoded = attributes.encode(attributes.complete({ ...metadata, id: run }, where));
    const path = this.#runPath(run);
    await addGroup(this.#access, path, async ({ file }) => {
      await createRun(file, path, encoded);
      await settleRunList(file, this.path);
    });
    return new Run(this.#access, { ...this.ids, run });
  }

  #runPath(run: string): string {
    return runPath(this.#access.version, this.ids.survey, this.ids.station, run);
  }
}
