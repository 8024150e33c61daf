import type { ReadyRange } from '@h5tail/follower';
import type { PointSelection } from './point-selection.js';

/**
 * The newest wanted point of what became ready. While more is known to be ready it is kept back, because a newer one may
 * follow; so that none is lost, what was kept back is told with the next range or at the end.
 */
export class NewestPoint {
  readonly #selection: PointSelection;
  #keptBack: number | undefined;

  constructor(selection: PointSelection) {
    this.#selection = selection;
  }

  in({ start, stop, upToDate }: ReadyRange): number | undefined {
    const newest = this.#selection.lastWithin(start, stop) ?? this.#keptBack;
    this.#keptBack = upToDate ? undefined : newest;
    return upToDate ? newest : undefined;
  }

  atEnd(): number | undefined {
    const newest = this.#keptBack;
    this.#keptBack = undefined;
    return newest;
  }
}
