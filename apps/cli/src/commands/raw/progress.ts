import type { CliContext } from '../../context.js';
import { counted } from '../../counted.js';
import { silentStatus, startStatusLine, type StatusLine } from '../../terminal/status-line.js';

/** How far long work has come, on a status line. */
export class Progress implements Disposable {
  readonly #status: StatusLine;
  readonly #what: string;
  #expected: number | undefined;
  #count = 0;

  constructor(status: StatusLine, what: string) {
    this.#status = status;
    this.#what = what;
  }

  /** Messages so far. */
  get count(): number {
    return this.#count;
  }

  /** So many messages are going to come. */
  expect(count: number): void {
    this.#expected = count;
  }

  /** More messages are done. */
  add(count: number): void {
    this.#count += count;
    this.#status.update(() => `${this.#what}: ${this.words}`);
  }

  /** The count, also of how many. */
  get words(): string {
    if (this.#expected === undefined) return counted(this.#count, 'message');
    const percent = Math.floor((100 * this.#count) / Math.max(this.#expected, 1));
    return `${this.#count} of ${counted(this.#expected, 'message')} (${percent} %)`;
  }

  [Symbol.dispose](): void {
    this.#status.stop();
  }
}

/**
 * Starts a status line for long work; to be stopped by `using`.
 *
 * @param besideData Whether data go to stdout meanwhile: where that is a terminal too, they show well enough how far it is.
 */
export async function startProgress(
  { stdout, stderr, clock }: CliContext,
  what: string,
  { besideData }: { readonly besideData: boolean },
): Promise<Progress> {
  const isHidden = besideData && stdout.isTTY === true;
  return new Progress(isHidden ? silentStatus : await startStatusLine(stderr, what, clock), what);
}
