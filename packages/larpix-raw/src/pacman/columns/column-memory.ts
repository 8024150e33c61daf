import { columnBytes, type ColumnName } from './column-names.js';

/**
 * Numbers between two columns of the same memory, so that they do not begin at the same place of a page: what a loop stores
 * at such places gets into each other's way in the processor's cache.
 */
export const staggering = 16;

/** The memory of each of some columns, four bytes to a number whatever its elements. */
type ColumnWords<Name extends ColumnName> = { readonly [N in Name]: Int32Array<ArrayBuffer> };

/** Keeps the memory of columns from one decoding to the next; it only ever grows. */
export class ColumnMemory {
  readonly #columns = new Map<ColumnName, Int32Array<ArrayBuffer>>();
  /** The columns that hold what belongs into the rows of the latest decoding. */
  readonly #filled = new Set<ColumnName>();
  /** Rows that there is room for. */
  #capacity = 0;

  /** From now on every column has to be filled again, with at most so many rows, a multiple of four. */
  begin(capacity: number): void {
    this.#filled.clear();
    if (capacity <= this.#capacity) return;
    this.#capacity = capacity;
    this.#columns.clear();
  }

  isFilled(name: ColumnName): boolean {
    return this.#filled.has(name);
  }

  /** Memory for columns that are filled in one loop, always the same ones together; it holds anything. */
  fill<Name extends ColumnName>(...names: readonly Name[]): ColumnWords<Name> {
    for (const name of names) this.#filled.add(name);
    if (names.some((name) => !this.#columns.has(name))) this.#allocate(names);
    return Object.fromEntries(names.map((name) => [name, this.#columns.get(name)])) as ColumnWords<Name>;
  }

  /** Fills a column that is in no loop with zeros. */
  fillWithZeros(name: ColumnName): void {
    // New memory holds zeros already.
    const isNew = !this.#columns.has(name);
    const column = this.fill(name)[name];
    if (!isNew) column.fill(0);
  }

  /** The memory of a column that is filled. */
  filled(name: ColumnName): Int32Array<ArrayBuffer> {
    return this.#columns.get(name) ?? this.fill(name)[name];
  }

  #allocate(names: readonly ColumnName[]): void {
    const lengths = names.map((name) => (this.#capacity * columnBytes[name]) / 4);
    const buffer = new ArrayBuffer(4 * lengths.reduce((total, length) => total + length + staggering, 0));
    let start = 0;
    names.forEach((name, i) => {
      const length = lengths[i] as number;
      this.#columns.set(name, new Int32Array(buffer, 4 * start, length));
      start += length + staggering;
    });
  }
}
