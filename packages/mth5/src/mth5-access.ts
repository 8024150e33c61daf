import { Hdf5Error, isHdf5Error } from '@h5tail/adapter';
import { OneAtATime, retryWhileGrowing, systemClock } from '@h5tail/follower';
import type { Mth5Version } from './model/layout.js';
import { SampleCounts } from './reading/sample-counts.js';
import { SessionMark } from './reading/session-mark.js';
import { SessionTable } from './reading/session-table.js';
import { sessionClosed } from './session/closed.js';
import type { GapSettings } from './session/gaps.js';
import type { WriterSession } from './session/writer-session.js';
import type { Store } from './storage/store.js';

const structureBudgetMs = 5000;

/** What the objects of one open file share. */
export interface Mth5AccessParts {
  readonly store: Store;
  readonly version: Mth5Version;
  /** Where the file is open for writing. */
  readonly session: WriterSession | undefined;
  /** Whether readers take in what a writer does. */
  readonly isLive: boolean;
  readonly gaps: GapSettings;
}

/** An open file with what reading and writing it needs. */
export class Mth5Access {
  readonly store: Store;
  readonly version: Mth5Version;
  readonly mark: SessionMark;
  readonly table: SessionTable;
  readonly counts: SampleCounts;
  readonly gaps: GapSettings;
  /** Appends wait for one another here. */
  readonly appends = new OneAtATime();
  /** Ids of the runs that began because of a gap in another one, by the key of that. */
  readonly successors = new Map<string, string>();
  readonly #session: WriterSession | undefined;
  readonly #isLive: boolean;

  constructor({ store, version, session, isLive, gaps }: Mth5AccessParts) {
    this.store = store;
    this.version = version;
    this.gaps = gaps;
    this.#session = session;
    this.#isLive = isLive;
    const table = new SessionTable(store, version);
    this.mark = new SessionMark(store, table);
    this.table = table;
    this.counts = new SampleCounts({ store, version, mark: this.mark, table });
  }

  get path(): string {
    return this.store.path;
  }

  get isWritable(): boolean {
    return this.#session !== undefined;
  }

  get isSwmr(): boolean {
    return this.#session === undefined ? this.#isLive : this.#session.phase === 'swmr';
  }

  get isOpen(): boolean {
    return this.#session === undefined ? this.store.file.status === 'open' : !this.#session.isClosed;
  }

  /** @throws Hdf5Error `READ_ONLY`, `CLOSED`; what writing failed with. */
  get session(): WriterSession {
    if (this.#session === undefined) {
      throw new Hdf5Error('READ_ONLY', 'the file was opened for reading', {
        file: this.path,
        remedy: "Open it with mode 'a' to change it",
      });
    }
    this.#session.requireUsable();
    return this.#session;
  }

  /** Where the file is open for writing. */
  get openSession(): WriterSession | undefined {
    return this.#session;
  }

  /**
   * Looks at the structure of the file, as of now: in turn with what is written, or with what another program has added.
   *
   * @throws Hdf5Error `CLOSED`; what the work throws.
   */
  async inspect<Result>(work: () => Promise<Result>): Promise<Result> {
    if (!this.isOpen) throw sessionClosed(this.path);
    if (this.#session !== undefined) return this.#session.recorder.inTurn(work);
    if (!this.#isLive) return work();
    const attempt = async (): Promise<Result> => {
      await this.store.file.refresh();
      this.mark.lookAgain();
      return work();
    };
    return retryWhileGrowing(attempt, { budgetMs: structureBudgetMs, clock: systemClock, signal: undefined });
  }

  /** Whether there is an object at a path. */
  async has(path: string): Promise<boolean> {
    return this.inspect(() => this.store.file.root.has(path)).catch((error: unknown) => {
      if (isHdf5Error(error) && error.code === 'BROKEN_LINK') return false;
      throw error;
    });
  }

  /** Names of the groups or datasets in a group. */
  async names(path: string, kind: 'group' | 'dataset'): Promise<string[]> {
    return this.inspect(async () => {
      const group = await this.store.group(path);
      const children = await group.children();
      return children.filter((child) => child.kind === kind).map(({ name }) => name);
    });
  }

  async close(): Promise<void> {
    this.table.forget();
    if (this.#session === undefined) await this.store.close();
    else await this.#session.close();
  }
}
