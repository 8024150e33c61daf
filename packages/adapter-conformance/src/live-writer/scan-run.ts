import type { ProcessEvent } from './python-process.js';

/** What a running scan tells. */
export type ScanEvent =
  | { readonly event: 'frame'; readonly index: number; readonly timeMs: number }
  | { readonly event: 'killed'; readonly frames: number };

/** How a scan went. */
export interface ScanResult {
  readonly frames: number;
  readonly seconds: number;
  readonly wasKilled: boolean;
}

/**
 * A scan that the writer process is writing. It goes on whether or not anybody listens; iterating gives its events, with
 * `report` one for each point.
 */
export class ScanRun implements AsyncIterable<ScanEvent> {
  /** Settles when the scan is written or its process was killed by `killAfter`. */
  readonly done: Promise<ScanResult>;
  readonly #events: ScanEvent[] = [];
  #wake: () => void = () => undefined;
  #isDone = false;

  /** @param start Sends the command and waits for its answer. */
  constructor(start: (onEvent: (event: ProcessEvent) => void) => Promise<unknown>) {
    this.done = this.#run(start).finally(() => {
      this.#isDone = true;
      this.#wake();
    });
    // Who only iterates gets the failure there.
    this.done.catch(() => undefined);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ScanEvent> {
    for (let next = 0; ;) {
      const event = this.#events[next];
      if (event !== undefined) {
        next++;
        yield event;
      } else if (this.#isDone) {
        await this.done;
        return;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }

  async #run(start: (onEvent: (event: ProcessEvent) => void) => Promise<unknown>): Promise<ScanResult> {
    let framesBeforeKill: number | undefined;
    const receive = (event: ProcessEvent): void => {
      const known = event as unknown as ScanEvent;
      if (known.event === 'killed') framesBeforeKill = known.frames;
      this.#events.push(known);
      this.#wake();
    };
    try {
      const { frames, seconds } = (await start(receive)) as ScanResult;
      return { frames, seconds, wasKilled: false };
    } catch (error) {
      if (framesBeforeKill === undefined) throw error;
      return { frames: framesBeforeKill, seconds: NaN, wasKilled: true };
    }
  }
}
