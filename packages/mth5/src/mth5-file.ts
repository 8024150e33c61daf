import { defaultSurvey, surveyPath, surveysPath, type Mth5Version } from './model/layout.js';
import { parseChannelPath, parseRunPath } from './model/channel-path.js';
import { surveySchema, type SurveyMetadataInput } from './model/metadata/survey-schema.js';
import { objectName } from './model/names.js';
import { codecOf } from './metadata-codec.js';
import type { Channel } from './channel.js';
import { lookupName } from './lookup-name.js';
import { missing } from './missing.js';
import type { Mth5Access } from './mth5-access.js';
import { readSummary, type ChannelSummary } from './reading/channel-summary.js';
import { runSummaryOf, type RunSummary } from './reading/run-summary.js';
import type { Run } from './run.js';
import { onlySurvey } from './storage/only-survey.js';
import { addGroup } from './structure/add-group.js';
import { createSurvey } from './structure/create-groups.js';
import { Survey } from './survey.js';

/** Where a run is. */
export interface RunPlace {
  /** Default: `default_survey`, the only one of version 0.1.0. */
  readonly survey?: string;
  readonly station: string;
  readonly run: string;
}

/**
 * An open MTH5 file. Everything asked of it is as of now: readers see what a session has made durable.
 *
 * @example
 * ```ts
 * await using file = await openMth5('site.h5', { adapter: wasmAdapter(), mode: 'r', swmr: true });
 * for (const row of await file.summary()) console.log(row.station, row.component, row.n_samples, row.end);
 * ```
 */
export class Mth5File implements AsyncDisposable {
  readonly #access: Mth5Access;
  readonly #beforeClose = new Set<() => Promise<void>>();

  /** @internal Use `openMth5`. */
  constructor(access: Mth5Access) {
    this.#access = access;
  }

  /** Absolute path of the file. */
  get path(): string {
    return this.#access.path;
  }

  /** Version of the layout, as the file says. */
  get version(): Mth5Version {
    return this.#access.version;
  }

  get status(): 'open' | 'closed' {
    return this.#access.isOpen ? 'open' : 'closed';
  }

  /** Whether the file is open for others to read while it is written, as their writer or as a reader. */
  isSwmrMode(): boolean {
    return this.#access.isOpen && this.#access.isSwmr;
  }

  isWritable(): boolean {
    return this.#access.isOpen && this.#access.isWritable;
  }

  isReadable(): boolean {
    return this.#access.isOpen;
  }

  /**
   * Ends the phase in which the structure is made: from now on others may read, while samples are appended.
   *
   * @throws Hdf5Error `READ_ONLY`, `CLOSED`; `NOT_SWMR_WRITABLE` where the file is of an older format.
   */
  async startSwmr(): Promise<void> {
    await this.#access.session.startSwmr();
  }

  /** Ids of the surveys; version 0.1.0 has one. */
  async surveys(): Promise<string[]> {
    if (this.version === '0.1.0') return [await this.#onlySurvey()];
    return this.#access.names(surveysPath(this.version), 'group');
  }

  /** @throws Hdf5Error `OBJECT_NOT_FOUND`, naming those that there are. */
  async survey(id: string = defaultSurvey): Promise<Survey> {
    const survey = lookupName('survey', id);
    if (this.version === '0.1.0') return this.#surveyOfOne(survey);
    if (await this.#access.has(surveyPath(this.version, survey))) return new Survey(this.#access, survey);
    throw missing(this.path, surveysPath(this.version), `survey ${survey}`, await this.surveys());
  }

  /**
   * Adds a survey, also during a session. One that is there already is returned as it is. The only one of version 0.1.0 is always there,
   * and is given this id where it has none of its own yet.
   *
   * @throws Hdf5Error `INVALID_DATA` for names and values that MTH5 could not read; `READ_ONLY`, `CLOSED`.
   */
  async addSurvey(id: string, metadata: SurveyMetadataInput = {}): Promise<Survey> {
    const { version } = this;
    const survey = objectName('survey', id, { file: this.path });
    if (version === '0.1.0') return this.#renamedSurvey(survey, metadata);
    const path = surveyPath(version, survey);
    const codec = codecOf(surveySchema);
    const encoded = codec.encode(codec.complete({ ...metadata, id: survey }, { file: this.path, object: path }));
    await addGroup(this.#access, path, ({ file }) => createSurvey(file, version, path, encoded));
    return new Survey(this.#access, survey);
  }

  /** @throws Hdf5Error `OBJECT_NOT_FOUND`, naming those that there are. */
  async run({ survey, station, run }: RunPlace): Promise<Run> {
    return (await (await this.survey(survey)).station(station)).run(run);
  }

  /**
   * @param path `survey/station/run/channel`, or the path of the dataset inside the file.
   * @throws Hdf5Error `OBJECT_NOT_FOUND`; `INVALID_DATA` for what is no path of a channel.
   */
  async channel(path: string): Promise<Channel> {
    const ids = parseChannelPath(path, { file: this.path });
    return (await this.run(ids)).channel(ids.channel);
  }

  /**
   * A channel or a run.
   *
   * @param path `survey/station/run/channel` or `survey/station/run`, or the path of the dataset or the group inside the file.
   * @throws Hdf5Error `OBJECT_NOT_FOUND`; `INVALID_DATA` for what is neither.
   */
  async find(path: string): Promise<Channel | Run> {
    const run = parseRunPath(path);
    return run === undefined ? this.channel(path) : this.run(run);
  }

  /**
   * Whether somebody records into the file, as of now: in a session of this package, also where its writer has left SWMR mode for a moment
   * to change the structure or was killed; else as the file says of its writer.
   *
   * @throws Hdf5Error `CLOSED`; as `Hdf5File.writerState`.
   */
  async isRecording(): Promise<boolean> {
    return this.#access.inspect(async () => {
      if (await this.#access.mark.isOn()) return true;
      const writer = await this.#access.store.file.writerState();
      return writer === 'writing' || writer === 'swmr-writing';
    });
  }

  /** Calls back at changes of a file that is open for reading; see `Hdf5File.watch`. */
  watch(listener: () => void): (() => void) | null {
    return this.#access.store.file.watch(listener);
  }

  /**
   * The table of channels, as of now, with MTH5's columns: also where another program has let it fall behind.
   *
   * @throws Hdf5Error `CLOSED`, and as `Dataset.read`.
   */
  async summary(): Promise<ChannelSummary[]> {
    return readSummary(this.#access);
  }

  /** The table of runs, made of that of the channels, with MTH5's columns. */
  async runSummary(): Promise<RunSummary[]> {
    return runSummaryOf(await this.summary(), this.#access);
  }

  /** Makes all that was appended visible to readers, and safe from the death of this process. Nothing in a file opened for reading. */
  async flush(): Promise<void> {
    if (!this.isWritable()) return;
    await this.#access.session.flush();
  }

  /**
   * Writes what is left, brings attributes and tables to their final state, and closes the file. Again does nothing.
   *
   * @throws Hdf5Error what writing fails with, or has failed with.
   */
  async close(): Promise<void> {
    await Promise.all([...this.#beforeClose].map((step) => step()));
    await this.#access.close();
  }

  /**
   * @internal Does something at `close`, while the file is open. It must not throw.
   * @returns Takes that back.
   */
  beforeClose(step: () => Promise<void>): () => void {
    this.#beforeClose.add(step);
    return () => void this.#beforeClose.delete(step);
  }

  /** As {@link Mth5File.close}. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #onlySurvey(): Promise<string> {
    return this.#access.inspect(() => onlySurvey(this.#access.store.file));
  }

  async #surveyOfOne(id: string): Promise<Survey> {
    const known = await this.#onlySurvey();
    // MTH5 makes it without an id, and so its tables have none.
    if (id === known || id === defaultSurvey || id === '') return new Survey(this.#access, known);
    throw missing(this.path, surveyPath('0.1.0', known), `survey ${id}`, [known]);
  }

  async #renamedSurvey(id: string, metadata: SurveyMetadataInput): Promise<Survey> {
    const known = await this.#onlySurvey();
    if (known !== defaultSurvey) return this.#surveyOfOne(id);
    const survey = new Survey(this.#access, id);
    await survey.update({ ...metadata, id });
    return survey;
  }
}
