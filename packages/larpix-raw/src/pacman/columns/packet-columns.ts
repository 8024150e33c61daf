import type { ColumnProblem } from './column-problems.js';
import { ColumnMemory } from './column-memory.js';
import type { ColumnName } from './column-names.js';
import type { Reading } from './column-source.js';
import { fillColumn } from './fill-columns.js';
import { RowStore } from './row-store.js';

/** Adds rows to those of columns, and tells what was wrong. */
type CollectRows = (rows: RowStore) => { readonly problems: readonly ColumnProblem[]; readonly problemCount: number };

/** Set by the class, so that only this package can decode into columns. */
let decode: (columns: PacketColumns, reading: Reading, collect: CollectRows) => void;

/**
 * The packets of many messages, a row per packet and a typed array per field; `decodeColumns` makes them.
 *
 * Rows are in the order of `packetsOfMessage`: for each message a row with the time of its header, then one for each data,
 * tx, sync and trigger word. A message without a whole header, or of an unknown type, has no rows.
 *
 * **Each column is computed when it is first read**, from the bits of the packets, which are kept for that: what nobody
 * reads costs nothing. Reading it again gives the same array. The messages are not needed any more.
 *
 * **Who owns the bytes.** All arrays belong to this object, have `length` elements and shape [rows], and stay as they are
 * until this object is given to `decodeColumns` as `into`: that decodes into the same memory, and arrays that were taken
 * before then hold anything. Copy what has to last longer (`slice()`).
 *
 * | column | dtype | data and tx words (packets of chips) | time of a header | sync | trigger |
 * | --- | --- | --- | --- | --- | --- |
 * | `messageIndex` | uint32 | which message | same | same | same |
 * | `ioGroup` | uint8 | the message's | same | same | same |
 * | `ioChannel` | uint8 | the word's | 0 | 0 | 0 |
 * | `packetType` | uint8 | bits 0–1 | 4 | 6 | 7 |
 * | `timestamp` | uint32 | ticks of the chip: 31 bits (v2), 16 (diagnostics), 28 (v3) | seconds since 1970 UTC | ticks of the PACMAN | ticks of the PACMAN |
 * | `receiptTimestamp` | uint32 | ticks of the PACMAN; 0 for tx words | 0 | 0 | 0 |
 * | `dataword` | uint16 | counts: 8 bits (v2), 10 (v3) | 0 | clock source | 0 |
 * | `triggerType` | uint8 | bits 56–57 | 0 | type byte | type byte |
 * | `chipId`, `channelId`, `localFifo`, `sharedFifo`, `registerAddress`, `registerData`, `downstreamMarker`, `parity` | uint8 | their bits | 0 | 0 | 0 |
 * | `validParity` | uint8 | 1 where the number of ones is odd | 0 | 0 | 0 |
 * | `firstPacket` | uint8 | bit 47 (v2); 0 (v3) | 0 | 0 | 0 |
 * | `resetSample`, `cds` | uint8 | bits 44 and 45 (v3); 0 (v2) | 0 | 0 | 0 |
 * | `localFifoEvents`, `sharedFifoEvents` | uint8, uint16 | counts with FIFO diagnostics, else 0 | 0 | 0 | 0 |
 * | `fifoDiagnosticsEnabled` | uint8 | 1 with FIFO diagnostics, else 0 | 0 | 0 | 0 |
 * | `direction`, `counter` | uint8, uint32 | 0: packet files have them for packets that no message carries | 0 | 0 | 0 |
 *
 * Packets of chips have their bits read as data **and** as registers, whatever their type, as in packet files: look at
 * `packetType` for which of them mean something. It has 0 data, 1 test, 2 write and 3 read for v2, and for v3 1 data, 2
 * write, 3 read and 0, which is not defined.
 *
 * Bit ranges: LArPix v2 and v3 data sheets.
 */
export class PacketColumns {
  static {
    decode = (columns, reading, collect) => columns.#decode(reading, collect);
  }

  readonly #rows = new RowStore();
  readonly #memory = new ColumnMemory();
  /** The arrays that were handed out since the latest decoding. */
  readonly #arrays = new Map<string, Uint8Array | Uint16Array | Uint32Array>();
  #reading: Reading = { asicVersion: 2, fifoDiagnostics: false };
  #problems: readonly ColumnProblem[] = [];
  #problemCount = 0;

  /** Number of rows. */
  get length(): number {
    return this.#rows.length;
  }

  /** Number of messages. */
  get messageCount(): number {
    return this.#rows.messageCount;
  }

  /** Rows of message `i`: `messageRows[i]` … `messageRows[i + 1] - 1`; shape [messages + 1]. */
  get messageRows(): Uint32Array {
    return this.#kept('messageRows', () => this.#rows.firstRows.subarray(0, this.messageCount + 1));
  }

  /** What was wrong with the messages, in their order: at most `maxProblems`. Empty after strict decoding. */
  get problems(): readonly ColumnProblem[] {
    return this.#problems;
  }

  /** How many problems there were, listed or not. */
  get problemCount(): number {
    return this.#problemCount;
  }

  /** Which message a row comes from. */
  get messageIndex(): Uint32Array {
    return this.#u32('messageIndex');
  }

  /** Which PACMAN sent the message. */
  get ioGroup(): Uint8Array {
    return this.#u8('ioGroup');
  }

  /** Which input or output of the PACMAN. */
  get ioChannel(): Uint8Array {
    return this.#kept('ioChannel', () => this.#rows.ioChannel.subarray(0, this.length));
  }

  get chipId(): Uint8Array {
    return this.#u8('chipId');
  }

  /** Of a chip 0 … 3, time of a header 4, sync 6, trigger 7. */
  get packetType(): Uint8Array {
    return this.#u8('packetType');
  }

  /** 1 on the way from the chips to the computer. */
  get downstreamMarker(): Uint8Array {
    return this.#u8('downstreamMarker');
  }

  /** The parity bit as it was sent. */
  get parity(): Uint8Array {
    return this.#u8('parity');
  }

  /** 1 where the number of ones in the packet is odd, as it has to be. */
  get validParity(): Uint8Array {
    return this.#u8('validParity');
  }

  get channelId(): Uint8Array {
    return this.#u8('channelId');
  }

  /** Ticks of the chip or of the PACMAN, or seconds since 1970 UTC, by `packetType`. */
  get timestamp(): Uint32Array {
    return this.#u32('timestamp');
  }

  /** Counts; the clock source of a sync. */
  get dataword(): Uint16Array {
    return this.#u16('dataword');
  }

  /** 0 normal, 1 external, 2 cross, 3 periodic; the type byte of a sync or trigger. */
  get triggerType(): Uint8Array {
    return this.#u8('triggerType');
  }

  /** How full the channel's FIFO is: lower bit more than half, upper bit full. */
  get localFifo(): Uint8Array {
    return this.#u8('localFifo');
  }

  /** How full the chip's FIFO is: lower bit more than half, upper bit full. */
  get sharedFifo(): Uint8Array {
    return this.#u8('sharedFifo');
  }

  get registerAddress(): Uint8Array {
    return this.#u8('registerAddress');
  }

  get registerData(): Uint8Array {
    return this.#u8('registerData');
  }

  /** Always 0. */
  get direction(): Uint8Array {
    return this.#u8('direction');
  }

  /** Events in the channel's FIFO; 0 without FIFO diagnostics. */
  get localFifoEvents(): Uint8Array {
    return this.#u8('localFifoEvents');
  }

  /** Events in the chip's FIFO; 0 without FIFO diagnostics. */
  get sharedFifoEvents(): Uint16Array {
    return this.#u16('sharedFifoEvents');
  }

  /** Always 0. */
  get counter(): Uint32Array {
    return this.#u32('counter');
  }

  /** 1 for packets of chips that were read with FIFO diagnostics. */
  get fifoDiagnosticsEnabled(): Uint8Array {
    return this.#u8('fifoDiagnosticsEnabled');
  }

  /** 1 on the first packet of a burst; v2 only. */
  get firstPacket(): Uint8Array {
    return this.#u8('firstPacket');
  }

  /** When the packet came in, in ticks of the PACMAN. */
  get receiptTimestamp(): Uint32Array {
    return this.#kept('receiptTimestamp', () => {
      const { cells, receiptAt } = this.#rows;
      return new Uint32Array(cells.buffer, 4 * receiptAt, this.length);
    });
  }

  /** 1 where the sample was taken at a reset; v3 only. */
  get resetSample(): Uint8Array {
    return this.#u8('resetSample');
  }

  /** 1 where correlated double sampling made the dataword; v3 only. */
  get cds(): Uint8Array {
    return this.#u8('cds');
  }

  /** Without rows and problems when `collect` throws. */
  #decode(reading: Reading, collect: CollectRows): void {
    this.#reading = reading;
    this.#arrays.clear();
    [this.#problems, this.#problemCount] = [[], 0];
    this.#rows.forget();
    try {
      ({ problems: this.#problems, problemCount: this.#problemCount } = collect(this.#rows));
    } catch (error) {
      this.#rows.forget();
      throw error;
    } finally {
      this.#memory.begin(this.#rows.capacity);
    }
  }

  #u8(name: ColumnName): Uint8Array {
    return this.#kept(name, () => new Uint8Array(...this.#filled(name)));
  }

  #u16(name: ColumnName): Uint16Array {
    return this.#kept(name, () => new Uint16Array(...this.#filled(name)));
  }

  #u32(name: ColumnName): Uint32Array {
    return this.#kept(name, () => new Uint32Array(...this.#filled(name)));
  }

  #filled(name: ColumnName): [buffer: ArrayBuffer, byteOffset: number, length: number] {
    const [rows, memory] = [this.#rows, this.#memory];
    if (!memory.isFilled(name)) fillColumn(name, { rows, memory, reading: this.#reading });
    const { buffer, byteOffset } = memory.filled(name);
    return [buffer, byteOffset, this.length];
  }

  #kept<A extends Uint8Array | Uint16Array | Uint32Array>(name: string, make: () => A): A {
    const kept = this.#arrays.get(name) ?? make();
    this.#arrays.set(name, kept);
    return kept as A;
  }
}

/**
 * Decodes anew into columns, into the memory that they have. They have no rows when `collect` throws, and what it throws is
 * thrown.
 */
export function decodeInto(columns: PacketColumns, reading: Reading, collect: CollectRows): void {
  decode(columns, reading, collect);
}
