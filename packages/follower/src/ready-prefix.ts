import { Hdf5Error, shapeText, type Dataset } from '@h5tail/adapter';
import type { DiagnosticListener } from './follow-diagnostic.js';
import { KeyFrontier } from './key-frontier.js';
import type { ScanShape } from './scan-shape.js';

/** New keys that one advance takes at most: the first of very many indices shall not wait for the last. */
const largestAdvance = 2 ** 20;

/** The points whose keys are set in every key dataset, without a gap: the only ones that may be handed out. */
export class ReadyPrefix {
  readonly #keys: readonly KeyFrontier[];
  readonly #scan: ScanShape;
  #from: number;
  #ready: number;
  #isUpToDate = false;

  constructor(keys: readonly Dataset[], scan: ScanShape, from: number, report: DiagnosticListener) {
    this.#keys = keys.map((key) => new KeyFrontier(key, scan.rank, from, report));
    this.#scan = scan;
    this.#from = from;
    this.#ready = from;
  }

  /** Number of points that are ready; grows only. */
  get ready(): number {
    return this.#ready;
  }

  /** First index of the follow. */
  get from(): number {
    return this.#from;
  }

  /** The first index that is not ready although the scan has such a point; none where nothing says that it has. */
  get missing(): number | undefined {
    return this.#ready < this.#scan.currentSize ? this.#ready : undefined;
  }

  /** Whether the last advance went on until it met a key that is not set, or the end of the scan. */
  get isUpToDate(): boolean {
    return this.#isUpToDate;
  }

  get isComplete(): boolean {
    return this.#ready >= this.#scan.size;
  }

  /** Forgets what was read; keys before `from` are not looked at. */
  reset(from: number): void {
    this.#from = from;
    this.#ready = from;
    this.#isUpToDate = false;
    for (const key of this.#keys) key.reset(from);
  }

  /**
   * Takes in what the writer has flushed of the keys.
   *
   * @param writerLeft Whether the writer was away in between, so that the file may hold another scan by now.
   * @throws Hdf5Error `WRONG_SHAPE` where an unlimited fast axis grew, so that indices handed out would change meaning;
   * `FILE_REPLACED` where keys that were read are no longer inside of their dataset.
   */
  async advance(signal: AbortSignal | undefined, writerLeft: boolean): Promise<void> {
    this.#isUpToDate = false;
    for (const key of this.#keys) {
      signal?.throwIfAborted();
      await key.dataset.refresh();
    }
    // Before the scan gets wider: the frontiers go by the extents of the last advance.
    for (const key of this.#keys) key.requireKept(this.#scan.extents);
    this.#widenScan();
    const limit = Math.min(this.#scan.size, this.#ready + largestAdvance);
    let target = limit;
    for (const key of this.#keys) {
      signal?.throwIfAborted();
      await key.advance(this.#scan.extents, target, writerLeft, signal);
      target = Math.min(target, key.prefix);
    }
    this.#ready = Math.max(this.#ready, target);
    this.#isUpToDate = target < limit || this.isComplete;
  }

  #widenScan(): void {
    for (const key of this.#keys) {
      const before = this.#scan.extents;
      const kept = this.#scan.widen(key.extents);
      if (kept === Infinity) continue;
      if (this.#ready > Math.max(kept, this.#from)) throw meaningChanged(key.dataset, before, this.#scan.extents);
      for (const other of this.#keys) {
        if (other.prefix > kept) other.reset(Math.max(this.#from, kept));
      }
    }
  }
}

function meaningChanged(key: Dataset, before: readonly number[], after: readonly number[]): Hdf5Error {
  const change = `from ${shapeText(before)} to ${shapeText(after)}`;
  return new Hdf5Error('WRONG_SHAPE', `the scan got wider, ${change}, after points beyond its first row were ready`, {
    file: key.file.path,
    object: key.path,
    remedy: 'Give the key dataset its full extents, or a maximum, along the fast axes',
  });
}
