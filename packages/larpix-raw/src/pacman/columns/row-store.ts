/** Numbers per entry of {@link RowStore.pacmanRows}. */
export const pacmanRowLength = 3;

/**
 * What is collected of messages in one pass, a row per packet; columns are made of it when they are asked for.
 *
 * The memory is kept from one decoding to the next and only ever grows. Rows beyond `length` hold anything.
 */
export class RowStore {
  /** Rows in use. */
  length = 0;
  /** Rows that there is room for, a multiple of four. */
  capacity = 0;
  /**
   * Of the packet of row `i`, `cells[i]` holds bits 0–31, `cells[highAt + i]` bits 32–63, both 0 where it is none of a chip,
   * and `cells[receiptAt + i]` the time of receipt. One array, because a loop that stores into several takes longer.
   */
  cells = new Int32Array(0);
  highAt = 0;
  receiptAt = 0;
  ioChannel = new Uint8Array(0);
  /** Rows of message i: `firstRows[i]` … `firstRows[i + 1] - 1`. */
  firstRows = new Uint32Array(1);
  /** The io group of each message. */
  ioGroups = new Uint8Array(0);
  messageCount = 0;
  /** Rows that are no packets of chips: row, then packet type, trigger type and dataword in one number, then timestamp. */
  pacmanRows = new Int32Array(0);
  /** Entries of `pacmanRows` in use, times three. */
  pacmanEnd = 0;

  /** Forgets all rows, and makes room for those of so many messages of so many bytes in all. */
  begin(ioGroups: ArrayLike<number>, valueBytes: number): void {
    this.forget();
    const count = ioGroups.length;
    // A row for each header and each whole word.
    const rows = (count + (valueBytes >>> 4) + 3) & ~3;
    if (rows > this.capacity) this.#reserveRows(rows);
    if (count >= this.firstRows.length) {
      this.firstRows = new Uint32Array(count + 1);
      this.ioGroups = new Uint8Array(count + 1);
    }
    this.ioGroups.set(ioGroups);
    this.messageCount = count;
    this.#reservePacmanRows(pacmanRowLength * count);
  }

  /** No rows and no messages; the memory stays. */
  forget(): void {
    this.length = 0;
    this.messageCount = 0;
    this.pacmanEnd = 0;
    this.firstRows[0] = 0;
  }

  /** Adds a packet to a chip, which has no time of receipt. */
  addTxRow(low: number, high: number, ioChannel: number): void {
    const row = this.length++;
    this.cells[row] = low;
    this.cells[this.highAt + row] = high;
    this.cells[this.receiptAt + row] = 0;
    this.ioChannel[row] = ioChannel;
  }

  /** Adds a packet of the PACMAN's own. `typeByte` and `source` are 0 where it has none. */
  addPacmanRow(packetType: number, timestamp: number, typeByte: number, source: number): void {
    const row = this.length;
    this.addTxRow(0, 0, 0);
    const at = this.pacmanEnd;
    this.pacmanEnd = at + pacmanRowLength;
    this.#reservePacmanRows(this.pacmanEnd);
    this.pacmanRows[at] = row;
    this.pacmanRows[at + 1] = packetType | (typeByte << 8) | (source << 16);
    this.pacmanRows[at + 2] = timestamp;
  }

  #reserveRows(rows: number): void {
    this.capacity = rows;
    [this.highAt, this.receiptAt] = [rows, 2 * rows];
    this.cells = new Int32Array(3 * rows);
    this.ioChannel = new Uint8Array(rows);
  }

  #reservePacmanRows(length: number): void {
    if (length <= this.pacmanRows.length) return;
    const grown = new Int32Array(Math.max(length, 2 * this.pacmanRows.length));
    grown.set(this.pacmanRows);
    this.pacmanRows = grown;
  }
}
