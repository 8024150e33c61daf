import type { Hdf5File } from '@h5tail/adapter';
import type { Clock } from '@h5tail/follower';
import { channelPath, type ChannelIds } from '../model/channel-path.js';
import { tablePath, type Mth5Version } from '../model/layout.js';
import { bringRowsUpToDate } from '../recovery/rows-for-session.js';
import { ChannelTable } from '../storage/channel-table.js';
import { referencedAddress, type ChannelRow } from '../storage/channel-row.js';
import { LiveRows } from '../storage/live-rows.js';
import type { Store, WritingPhase } from '../storage/store.js';
import { markSession } from '../storage/session-mark.js';
import { beginning, requireRow } from './beginning.js';
import { ChannelRows, idsOf } from './channel-rows.js';
import { ChannelWriter } from './channel-writer.js';
import { sessionClosed } from './closed.js';
import type { FlushSettings } from './flush-policy.js';
import { Recorder, type DurableListener } from './recorder.js';
import { requireSwmrFormat } from './require-swmr-format.js';
import { requireTable } from './require-table.js';
import { settleMetadata } from './settle-metadata.js';
import { changeOutsideSwmr } from './structure-change.js';

/** How a session writes. */
export interface SessionSettings {
  readonly flush: FlushSettings;
  readonly clock: Clock;
  readonly onDurable: DurableListener | undefined;
}

/** What may be done to a file outside of SWMR mode. */
export interface StructureAccess {
  readonly file: Hdf5File;
  readonly table: ChannelTable;
  readonly rows: ChannelRows;
}

/**
 * A file that is written: its structure first, then its samples, while others read.
 *
 * Changes of the structure after that go through a safe step of their own. Everything is done one after the other.
 */
export class WriterSession {
  readonly store: Store;
  readonly version: Mth5Version;
  readonly recorder: Recorder;
  readonly #channels = new Map<string, ChannelWriter>();
  readonly #openByRun = new Map<string, Map<string, ChannelWriter>>();
  /** Numbers of the rows of channels that were made or appended to. */
  readonly #changed = new Set<number>();
  #table: ChannelTable;
  #live: LiveRows | undefined;
  #rows: ChannelRows;
  #phase: WritingPhase = 'structure';
  #closing: Promise<void> | undefined;

  private constructor(
    store: Store,
    version: Mth5Version,
    table: ChannelTable,
    rows: ChannelRows,
    settings: SessionSettings,
  ) {
    this.store = store;
    this.version = version;
    this.#table = table;
    this.#rows = rows;
    this.recorder = new Recorder({ target: () => ({ store, table: this.#table, live: this.#live }), ...settings });
  }

  /** Takes over a file that is open for writing. @throws Hdf5Error as `requireTable`. */
  static async open(store: Store, version: Mth5Version, settings: SessionSettings): Promise<WriterSession> {
    const table = await requireTable(store, version);
    return new WriterSession(store, version, table, await ChannelRows.of(table, version), settings);
  }

  get phase(): WritingPhase {
    return this.#phase;
  }

  get isClosed(): boolean {
    return this.#closing !== undefined;
  }

  get rows(): ChannelRows {
    return this.#rows;
  }

  /** The table as it is told by now. */
  currentRows(): ChannelRow[] {
    for (const { rowIndex, row } of this.#channels.values()) this.#rows.set(rowIndex, row);
    return [...this.#rows.entries()].map(([, row]) => row);
  }

  /** @throws Hdf5Error `CLOSED`; what writing failed with. */
  requireUsable(): void {
    if (this.isClosed) throw sessionClosed(this.store.path);
    this.recorder.requireSound();
  }

  /** A channel to append to. @throws Hdf5Error `OBJECT_NOT_FOUND`; `INVALID_DATA` where it has no sample rate. */
  async channel(ids: ChannelIds): Promise<ChannelWriter> {
    const path = channelPath(this.version, ids);
    const known = this.#channels.get(path);
    if (known !== undefined) return known;
    const opened = await this.recorder.inTurn(() => this.#openChannel(ids, path));
    // Another call may have opened it meanwhile.
    const first = this.#channels.get(path) ?? opened;
    this.#channels.set(path, first);
    return first;
  }

  /** Channels of a run that were appended to, by their names. */
  openChannelsOf(run: string): Map<string, ChannelWriter> {
    let open = this.#openByRun.get(run);
    if (open === undefined) this.#openByRun.set(run, (open = new Map()));
    return open;
  }

  /** From now on others may read while samples are appended. @throws Hdf5Error `NOT_SWMR_WRITABLE`; as `Hdf5File.startSwmrWrite`. */
  async startSwmr(): Promise<void> {
    this.requireUsable();
    await this.recorder.between(async () => {
      if (this.#phase === 'swmr') return;
      await requireSwmrFormat(this.store.file);
      await this.#renewRows();
      await markSession(this.store.file, true);
      await this.store.file.startSwmrWrite().catch(async (error: unknown) => {
        // Readers would take it for a session.
        await markSession(this.store.file, false).catch(() => undefined);
        throw error;
      });
      this.#phase = 'swmr';
      this.#renewLive();
    });
  }

  /**
   * Changes the structure: at once before SWMR mode, else by leaving it for a moment. Readers that have the file open go on
   * reading; where the change fails, the file is as it was before.
   *
   * @throws Hdf5Error what the change throws; what keeps the file from being opened again, and then nothing more is written.
   */
  async changeStructure<Result>(change: (access: StructureAccess) => Promise<Result>): Promise<Result> {
    this.requireUsable();
    return this.recorder.between(() => this.#change(change));
  }

  /** Says that a channel was made, so that what it is in is brought up to date at the end. */
  made(row: ChannelRow): void {
    const index = this.#rows.indexOf(idsOf(row));
    if (index !== undefined) this.#changed.add(index);
  }

  async #change<Result>(change: (access: StructureAccess) => Promise<Result>): Promise<Result> {
    const access = (): StructureAccess => ({ file: this.store.file, table: this.#table, rows: this.#rows });
    if (this.#phase === 'structure') {
      const result = await change(access());
      await this.store.file.flush();
      return result;
    }
    try {
      return await changeOutsideSwmr(this.store, this.#sampleAddresses(), async () => {
        await this.#renewTable();
        return change(access());
      });
    } catch (error) {
      if (this.store.file.status === 'closed') this.recorder.fail(error);
      else await this.#forgetUndone();
      throw error;
    } finally {
      if (this.store.file.status === 'open') await this.#renewTable();
      this.#renewLive();
    }
  }

  /** Makes what was taken visible to readers, and safe from the death of this process. @throws Hdf5Error as `commit`. */
  async flush(): Promise<void> {
    this.requireUsable();
    await this.recorder.flush();
  }

  /** Brings attributes and tables to their final state, and closes the file. Again does nothing. */
  close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    const { recorder, store } = this;
    try {
      if (!recorder.hasFailed) await recorder.flush();
    } finally {
      recorder.stop();
      await recorder.inTurn(async () => {
        if (store.file.status === 'closed') return;
        try {
          if (!recorder.hasFailed) await this.#settle();
        } finally {
          await store.close();
          this.#renewLive();
        }
      });
    }
    recorder.requireSound();
  }

  /** Readers that still have the file open go on reading until they see that the session has ended. */
  async #settle(): Promise<void> {
    this.currentRows();
    for (const { rowIndex } of this.#channels.values()) this.#changed.add(rowIndex);
    const touched = [...this.#changed].map((index) => this.#rows.at(index)).filter((row) => row !== undefined);
    const settle = async (): Promise<void> => {
      await settleMetadata(this.store.file, this.version, this.#rows, touched);
      await markSession(this.store.file, false);
    };
    if (this.#phase === 'structure') await settle();
    else await changeOutsideSwmr(this.store, this.#sampleAddresses(), settle, 'closed');
  }

  async #openChannel(ids: ChannelIds, path: string): Promise<ChannelWriter> {
    const dataset = await this.store.dataset(path);
    const [index, row] = requireRow(this.#rows, ids, dataset);
    return new ChannelWriter(await beginning(dataset, row, index));
  }

  /** From the beginning of the session on readers trust the rows, which another program may have let fall behind. */
  async #renewRows(): Promise<void> {
    this.currentRows();
    const renewed = await bringRowsUpToDate(this.store, this.version, this.#table);
    if (renewed === undefined) return;
    this.#rows = await ChannelRows.of(this.#table, this.version);
    for (const row of renewed) this.made(row);
    for (const channel of this.#channels.values()) {
      const row = this.#rows.at(channel.rowIndex);
      if (row?.n_samples === channel.written && row.end !== channel.row.end) channel.renewRow();
    }
  }

  /** Rows of channels that a change had made before it failed. */
  async #forgetUndone(): Promise<void> {
    await this.#renewTable();
    this.#rows = await ChannelRows.of(this.#table, this.version);
    this.currentRows();
  }

  async #renewTable(): Promise<void> {
    this.#table = await openTable(this.store, this.version);
  }

  /** In SWMR mode alone HDF5 has nothing of the table to write. */
  #renewLive(): void {
    this.#live?.close();
    const isOpen = this.#phase === 'swmr' && this.store.file.status === 'open';
    this.#live = isOpen ? LiveRows.open(this.#table.dataset, 'r+') : undefined;
  }

  /** Addresses of what holds samples, which no change of the structure touches. */
  #sampleAddresses(): bigint[] {
    return [...this.#rows.entries()].map(([, row]) => referencedAddress(row.hdf5_reference)).filter((at) => at !== 0n);
  }
}

async function openTable(store: Store, version: Mth5Version): Promise<ChannelTable> {
  return new ChannelTable(await store.dataset(tablePath(version, 'channel_summary')));
}
