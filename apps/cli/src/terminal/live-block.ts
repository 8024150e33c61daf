import type { OutputStream } from './line-output.js';

const hideCursor = '\u001B[?25l';
/** Shows the cursor again; whoever ends the process in the middle of a drawing has to write it. */
export const showCursor = '\u001B[?25h';

/** Some lines at the bottom of a terminal that are drawn again and again in the same place. */
export class LiveBlock {
  readonly #stream: OutputStream;
  #drawnLines = 0;

  constructor(stream: OutputStream) {
    this.#stream = stream;
  }

  /** Draws the lines over those of the call before. No line may be longer than the terminal is wide. */
  draw(lines: readonly string[]): void {
    const up = this.#drawnLines > 0 ? `\u001B[${this.#drawnLines}A` : hideCursor;
    // Erasing to the end of each line, and below the last one, leaves nothing of a drawing that was larger.
    this.#stream.write(`${up}\r${lines.map((line) => `${line}\u001B[K\n`).join('')}\u001B[J`);
    this.#drawnLines = lines.length;
  }

  /** Leaves the last drawing where it is and shows the cursor again. */
  end(): void {
    if (this.#drawnLines > 0) this.#stream.write(showCursor);
    this.#drawnLines = 0;
  }
}
