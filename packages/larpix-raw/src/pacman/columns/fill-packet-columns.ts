import { columnBytes } from './column-names.js';
import type { ColumnSource } from './column-source.js';

// Four rows make one number in a column of bytes, so four of them are stored at once. Where fields of one byte each lie side by
// side in a packet, the bytes of four packets are brought together first, and each field is then cut out of four at a time.
// Bit ranges: LArPix v2 and v3 data sheets.

/** The lowest bytes of four numbers, the first one lowest. */
function fourBytes(a: number, b: number, c: number, d: number): number {
  return (a & 0xff) | ((b & 0xff) << 8) | ((c & 0xff) << 16) | (d << 24);
}

/** Fills `packetType`, `chipId`, `channelId`, `registerAddress` and `registerData`: bits 0–1, 2–9, 10–15, 10–17 and 18–25. */
export function fillChipAndRegister({ rows, memory }: ColumnSource): void {
  const { low, length, capacity } = rows;
  const packetType = memory.fill('packetType', capacity / 4);
  const chipId = memory.fill('chipId', capacity / 4);
  const channelId = memory.fill('channelId', capacity / 4);
  const registerAddress = memory.fill('registerAddress', capacity / 4);
  const registerData = memory.fill('registerData', capacity / 4);
  for (let four = 0, row = 0; row < length; four++, row += 4) {
    const a = low[row] as number;
    const b = low[row + 1] as number;
    const c = low[row + 2] as number;
    const d = low[row + 3] as number;
    packetType[four] = fourBytes(a, b, c, d) & 0x03030303;
    chipId[four] = fourBytes(a >>> 2, b >>> 2, c >>> 2, d >>> 2);
    const addresses = fourBytes(a >>> 10, b >>> 10, c >>> 10, d >>> 10);
    registerAddress[four] = addresses;
    channelId[four] = addresses & 0x3f3f3f3f;
    registerData[four] = fourBytes(a >>> 18, b >>> 18, c >>> 18, d >>> 18);
  }
}

/** Fills `triggerType`, `localFifo`, `sharedFifo`, `downstreamMarker` and `parity`: bits 56–57, 58–59, 60–61, 62 and 63. */
export function fillFlags({ rows, memory }: ColumnSource): void {
  const { high, length, capacity } = rows;
  const triggerType = memory.fill('triggerType', capacity / 4);
  const localFifo = memory.fill('localFifo', capacity / 4);
  const sharedFifo = memory.fill('sharedFifo', capacity / 4);
  const downstreamMarker = memory.fill('downstreamMarker', capacity / 4);
  const parity = memory.fill('parity', capacity / 4);
  for (let four = 0, row = 0; row < length; four++, row += 4) {
    const flags = fourBytes(
      (high[row] as number) >>> 24,
      (high[row + 1] as number) >>> 24,
      (high[row + 2] as number) >>> 24,
      (high[row + 3] as number) >>> 24,
    );
    triggerType[four] = flags & 0x03030303;
    localFifo[four] = (flags >>> 2) & 0x03030303;
    sharedFifo[four] = (flags >>> 4) & 0x03030303;
    downstreamMarker[four] = (flags >>> 6) & 0x01010101;
    parity[four] = (flags >>> 7) & 0x01010101;
  }
}

/** Fills one column with a field that lies wholly in the upper half of the packet, `start` bits above its lowest. */
export function fillHighField(
  { rows, memory }: ColumnSource,
  name: 'dataword' | 'firstPacket' | 'resetSample' | 'cds' | 'localFifoEvents' | 'sharedFifoEvents',
  start: number,
  width: number,
): void {
  const { high, length, capacity } = rows;
  const mask = (1 << width) - 1;
  const column = memory.fill(name, (capacity * columnBytes[name]) / 4);
  if (columnBytes[name] === 2) {
    for (let two = 0, row = 0; row < length; two++, row += 2) {
      const [a, b] = [high[row] as number, high[row + 1] as number];
      column[two] = ((a >>> start) & mask) | (((b >>> start) & mask) << 16);
    }
    return;
  }
  const masks = fourBytes(mask, mask, mask, mask);
  for (let four = 0, row = 0; row < length; four++, row += 4) {
    const a = (high[row] as number) >>> start;
    const b = (high[row + 1] as number) >>> start;
    const c = (high[row + 2] as number) >>> start;
    const d = (high[row + 3] as number) >>> start;
    column[four] = fourBytes(a, b, c, d) & masks;
  }
}

/** Fills `timestamp`: bits 16–46 of v2, 16–31 of v2 with FIFO diagnostics, 16–43 of v3. */
export function fillTimestamps({ rows, memory, reading }: ColumnSource): void {
  const { low, high, length, capacity } = rows;
  const timestamp = memory.fill('timestamp', capacity);
  const v2 = reading.fifoDiagnostics ? 0xffff : 0x7fff_ffff;
  const mask = reading.asicVersion === 2 ? v2 : 0x0fff_ffff;
  for (let row = 0; row < length; row++) {
    timestamp[row] = (((low[row] as number) >>> 16) | ((high[row] as number) << 16)) & mask;
  }
}

/** Fills `validParity`: 1 where the number of ones in the 64 bits is odd. */
export function fillValidParity({ rows, memory }: ColumnSource): void {
  const { length, capacity, low, high } = rows;
  const validParity = memory.fill('validParity', capacity / 4);
  for (let four = 0, row = 0; row < length; four++, row += 4) {
    const a = foldToByte((low[row] as number) ^ (high[row] as number));
    const b = foldToByte((low[row + 1] as number) ^ (high[row + 1] as number));
    const c = foldToByte((low[row + 2] as number) ^ (high[row + 2] as number));
    const d = foldToByte((low[row + 3] as number) ^ (high[row + 3] as number));
    let folded = fourBytes(a, b, c, d);
    // What moves in from the byte above does not reach the lowest bit.
    folded ^= folded >>> 4;
    folded ^= folded >>> 2;
    folded ^= folded >>> 1;
    validParity[four] = folded & 0x01010101;
  }
}

/** A number whose lowest byte has an odd number of ones where all of `bits` has. */
function foldToByte(bits: number): number {
  const half = bits ^ (bits >>> 16);
  return half ^ (half >>> 8);
}
