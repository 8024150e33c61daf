import type { LineOutput } from '../terminal/line-output.js';

/**
 * Prints how much is durable, without making the writer wait for who reads that. To a reader that is behind only
 * the newest number is told, so that nothing piles up.
 */
export class Acknowledgements {
  readonly #output: LineOutput;
  #newest: string | undefined;
  #printing: Promise<void> | undefined;

  constructor(output: LineOutput) {
    this.#output = output;
  }

  /**
   * Never throws: that nobody reads any more is told by the output itself.
   *
   * @param more What the line says beside the number, as JSON: `, "run": "b"`.
   */
  readonly tell = (durable: number, more = ''): void => {
    this.#newest = `{"durable": ${durable}${more}}`;
    this.#printing ??= this.#print();
  };

  /** Waits until the newest number is printed, or cannot be. */
  async finish(): Promise<void> {
    await this.#printing;
  }

  async #print(): Promise<void> {
    try {
      while (this.#newest !== undefined) {
        const line = this.#newest;
        this.#newest = undefined;
        await this.#output.write(line);
        await this.#output.flush();
      }
    } catch {
      this.#newest = undefined;
    } finally {
      this.#printing = undefined;
    }
  }
}
