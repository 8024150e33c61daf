import type { Dataset } from '@h5tail/adapter';
import type { DiagnosticListener } from './follow-diagnostic.js';
import type { WriterSigns } from './frontier.js';
import { ReadyPrefix } from './ready-prefix.js';
import type { ScanShape } from './scan-shape.js';

/** The keys of the points that the elements of a first axis hold: one each in a stack, a row or a plane each in a grid. */
export class WindowKeys {
  readonly #points: ReadyPrefix;
  readonly #scan: ScanShape;

  constructor(keys: readonly Dataset[], scan: ScanShape, from: number, report: DiagnosticListener) {
    this.#scan = scan;
    this.#points = new ReadyPrefix(keys, scan, from * this.#pointsPerElement, report);
  }

  /** Element up to which all points are ready. */
  get covered(): number {
    // No points to an element means that its axis has no extent yet.
    return this.#pointsPerElement === 0 ? 0 : Math.floor(this.#points.ready / this.#pointsPerElement);
  }

  get isUpToDate(): boolean {
    return this.#points.isUpToDate;
  }

  reset(from: number): void {
    this.#points.reset(from * this.#pointsPerElement);
  }

  advance(signal: AbortSignal | undefined, writer: WriterSigns): Promise<void> {
    return this.#points.advance(signal, writer);
  }

  get #pointsPerElement(): number {
    return this.#scan.extents.slice(1).reduce((points, extent) => points * extent, 1);
  }
}
