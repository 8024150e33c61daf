import { columnBytes, type ColumnName } from './column-names.js';

/** The memory of some columns, four bytes to a number whatever their elements. */
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

  /** Memory for columns that are filled at once; it holds anything. */
  fill<Name extends ColumnName>(...names: readonly Name[]): ColumnWords<Name> {
    return Object.fromEntries(names.map((name) => [name, this.#fillOne(name)])) as ColumnWords<Name>;
  }

  /** Fills a column with zeros. */
  fillWithZeros(name: ColumnName): void {
    // New memory holds zeros already.
    const isNew = !this.#columns.has(name);
    const column = this.#fillOne(name);
    if (!isNew) column.fill(0);
  }

  /** The memory of a column that is filled. */
  filled(name: ColumnName): Int32Array<ArrayBuffer> {
    return this.#columns.get(name) ?? this.#fillOne(name);
  }

  #fillOne(name: ColumnName): Int32Array<ArrayBuffer> {
    this.#filled.add(name);
    const column = this.#columns.get(name) ?? new Int32Array((this.#capacity * columnBytes[name]) / 4);
    this.#columns.set(name, column);
    return column;
  }
}
