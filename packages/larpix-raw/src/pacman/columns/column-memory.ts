/** One column, four bytes to a number whatever its elements. */
interface Column {
  words: Int32Array;
  /** Whether nothing was ever written to it, so that it still holds zeros only. */
  isFresh: boolean;
  /** Whether it holds what belongs into the rows of the latest decoding. */
  isFilled: boolean;
}

/** Keeps the memory of columns by name from one decoding to the next; it only ever grows. */
export class ColumnMemory {
  readonly #columns = new Map<string, Column>();

  /** From now on every column has to be filled again. */
  forget(): void {
    for (const column of this.#columns.values()) column.isFilled = false;
  }

  isFilled(name: string): boolean {
    return this.#columns.get(name)?.isFilled ?? false;
  }

  /** The buffer that holds a column from its first byte on. */
  buffer(name: string): ArrayBuffer {
    return this.#column(name, 0).words.buffer as ArrayBuffer;
  }

  /** Memory for so many numbers of four bytes to be filled at once; it holds anything. */
  fill(name: string, length: number): Int32Array {
    const column = this.#column(name, length);
    column.isFresh = false;
    column.isFilled = true;
    return column.words;
  }

  /** The same, filled with zeros. */
  fillWithZeros(name: string, length: number): void {
    const column = this.#column(name, length);
    if (!column.isFresh) column.words.fill(0, 0, length);
    column.isFresh = false;
    column.isFilled = true;
  }

  #column(name: string, length: number): Column {
    let column = this.#columns.get(name);
    if (column === undefined || column.words.length < length) {
      column = { words: new Int32Array(length), isFresh: true, isFilled: false };
      this.#columns.set(name, column);
    }
    return column;
  }
}
