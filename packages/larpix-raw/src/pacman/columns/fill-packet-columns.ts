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

/**
 * Fills `triggerType`, `localFifo`, `sharedFifo`, `downstreamMarker` and `parity`: bits 56–57, 58–59, 60–61, 62 and 63; and
 * `dataword`: bits 48–55 of v2, 46–55 of v3.
 */
export function fillDatawordAndFlags({ rows, memory, reading }: ColumnSource): void {
  const { high, length, capacity } = rows;
  const triggerType = memory.fill('triggerType', capacity / 4);
  const localFifo = memory.fill('localFifo', capacity / 4);
  const sharedFifo = memory.fill('sharedFifo', capacity / 4);
  const downstreamMarker = memory.fill('downstreamMarker', capacity / 4);
  const parity = memory.fill('parity', capacity / 4);
  const dataword = memory.fill('dataword', capacity / 2);
  const start = reading.asicVersion === 2 ? 16 : 14;
  const mask = reading.asicVersion === 2 ? 0xff : 0x3ff;
  for (let four = 0, row = 0; row < length; four++, row += 4) {
    const a = high[row] as number;
    const b = high[row + 1] as number;
    const c = high[row + 2] as number;
    const d = high[row + 3] as number;
    const flags = fourBytes(a >>> 24, b >>> 24, c >>> 24, d >>> 24);
    triggerType[four] = flags & 0x03030303;
    localFifo[four] = (flags >>> 2) & 0x03030303;
    sharedFifo[four] = (flags >>> 4) & 0x03030303;
    downstreamMarker[four] = (flags >>> 6) & 0x01010101;
    parity[four] = (flags >>> 7) & 0x01010101;
    dataword[2 * four] = ((a >>> start) & mask) | (((b >>> start) & mask) << 16);
    dataword[2 * four + 1] = ((c >>> start) & mask) | (((d >>> start) & mask) << 16);
  }
}

/** Fills one column with a field that lies wholly in the upper half of the packet, `start` bits above its lowest. */
export function fillHighField(
  { rows, memory }: ColumnSource,
  name: 'firstPacket' | 'resetSample' | 'cds' | 'localFifoEvents' | 'sharedFifoEvents',
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

/**
 * Fills `timestamp`: bits 16–46 of v2, 16–31 of v2 with FIFO diagnostics, 16–43 of v3; and `validParity`: 1 where the number
 * of ones in the 64 bits is odd.
 */
export function fillTimestampAndValidParity({ rows, memory, reading }: ColumnSource): void {
  const { low, high, length, capacity } = rows;
  const timestamp = memory.fill('timestamp', capacity);
  const validParity = memory.fill('validParity', capacity / 4);
  const v2 = reading.fifoDiagnostics ? 0xffff : 0x7fff_ffff;
  const mask = reading.asicVersion === 2 ? v2 : 0x0fff_ffff;
  for (let four = 0, row = 0; row < length; four++, row += 4) {
    const lowA = low[row] as number;
    const lowB = low[row + 1] as number;
    const lowC = low[row + 2] as number;
    const lowD = low[row + 3] as number;
    const highA = high[row] as number;
    const highB = high[row + 1] as number;
    const highC = high[row + 2] as number;
    const highD = high[row + 3] as number;
    timestamp[row] = ((lowA >>> 16) | (highA << 16)) & mask;
    timestamp[row + 1] = ((lowB >>> 16) | (highB << 16)) & mask;
    timestamp[row + 2] = ((lowC >>> 16) | (highC << 16)) & mask;
    timestamp[row + 3] = ((lowD >>> 16) | (highD << 16)) & mask;
    validParity[four] = oddnessOfFour(lowA ^ highA, lowB ^ highB, lowC ^ highC, lowD ^ highD);
  }
}

/** For each of four numbers one byte, the first one lowest: 1 where the number of its ones is odd. */
function oddnessOfFour(a: number, b: number, c: number, d: number): number {
  // The ones of each number in 16 bits, then in eight.
  let ab = ((a & 0xffff) ^ (a >>> 16)) | ((b & 0xffff0000) ^ (b << 16));
  let cd = ((c & 0xffff) ^ (c >>> 16)) | ((d & 0xffff0000) ^ (d << 16));
  ab ^= ab >>> 8;
  cd ^= cd >>> 8;
  // In the order a, c, b, d. What moves in from the byte above never reaches the lowest bit.
  let folded = (ab & 0x00ff00ff) | ((cd & 0x00ff00ff) << 8);
  folded ^= folded >>> 4;
  folded ^= folded >>> 2;
  folded ^= folded >>> 1;
  return (folded & 0x01000001) | ((folded & 0x00010000) >>> 8) | ((folded & 0x00000100) << 8);
}
