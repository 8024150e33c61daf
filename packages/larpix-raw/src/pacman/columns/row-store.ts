/** Numbers per entry of {@link RowStore.pacmanRows}. */
const entryLength = 3;

/**
 * What is collected of messages in one pass, a row per packet; columns are made of it when they are asked for.
 *
 * The memory is kept from one decoding to the next and only ever grows. Rows beyond `length` hold anything.
 */
export class RowStore {
  /** Rows in use. */
  length = 0;
  /** Bits 0–31 of the packet; 0 where it is none of a chip. */
  low = new Int32Array(0);
  /** Bits 32–63 of the packet; 0 where it is none of a chip. */
  high = new Int32Array(0);
  receiptTimestamp = new Uint32Array(0);
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

  /** Rows that there is room for, a multiple of four. */
  get capacity(): number {
    return this.low.length;
  }

  /** Forgets all rows, and makes room for those of so many messages of so many bytes in all. */
  begin(ioGroups: Uint8Array, valueBytes: number): void {
    this.forget();
    const count = ioGroups.length;
    // A row for each header and each whole word.
    const rows = 4 * Math.ceil((count + Math.floor(valueBytes / 16)) / 4);
    if (rows > this.capacity) {
      this.low = new Int32Array(rows);
      this.high = new Int32Array(rows);
      this.receiptTimestamp = new Uint32Array(rows);
      this.ioChannel = new Uint8Array(rows);
    }
    if (count >= this.firstRows.length) {
      this.firstRows = new Uint32Array(count + 1);
      this.ioGroups = new Uint8Array(count + 1);
    }
    this.ioGroups.set(ioGroups);
    this.messageCount = count;
    this.#reservePacmanRows(entryLength * count);
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
    this.low[row] = low;
    this.high[row] = high;
    this.receiptTimestamp[row] = 0;
    this.ioChannel[row] = ioChannel;
  }

  /** Adds a packet of the PACMAN's own. `typeByte` and `source` are 0 where it has none. */
  addPacmanRow(packetType: number, timestamp: number, typeByte: number, source: number): void {
    const row = this.length;
    this.addTxRow(0, 0, 0);
    const at = this.pacmanEnd;
    this.pacmanEnd = at + entryLength;
    this.#reservePacmanRows(this.pacmanEnd);
    this.pacmanRows[at] = row;
    this.pacmanRows[at + 1] = packetType | (typeByte << 8) | (source << 16);
    this.pacmanRows[at + 2] = timestamp;
  }

  #reservePacmanRows(length: number): void {
    if (length <= this.pacmanRows.length) return;
    const grown = new Int32Array(Math.max(length, 2 * this.pacmanRows.length));
    grown.set(this.pacmanRows);
    this.pacmanRows = grown;
  }
}
