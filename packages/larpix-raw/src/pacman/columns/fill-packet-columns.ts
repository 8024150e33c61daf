import type { ColumnSource } from './column-source.js';

// Four rows make one number in a column of bytes, so four of them are stored at once. Where fields of one byte or less lie side
// by side in a packet, the bytes of four packets are brought together first, and each field is cut out of four at a time.
// Bit ranges: LArPix v2 and v3 data sheets.

/** Towards the lowest bit, or away from it where `by` is negative. */
function moved(bits: number, by: number): number {
  return by < 0 ? bits << -by : bits >>> by;
}

/** Eight bits of each of four numbers, from bit `start` on; those of the first number are lowest. */
function fourBytes(start: number, a: number, b: number, c: number, d: number): number {
  return (
    (moved(a, start) & 0xff) |
    (moved(b, start - 8) & 0xff00) |
    (moved(c, start - 16) & 0xff0000) |
    (moved(d, start - 24) & 0xff000000)
  );
}

/** Fills `packetType`, `chipId`, `channelId`, `registerAddress` and `registerData`: bits 0–1, 2–9, 10–15, 10–17 and 18–25. */
export function fillChipAndRegister({ rows, memory }: ColumnSource): void {
  const { cells, length } = rows;
  const { packetType, chipId, channelId, registerAddress, registerData } = memory.fill(
    'packetType',
    'chipId',
    'channelId',
    'registerAddress',
    'registerData',
  );
  for (let four = 0, row = 0; row < length; four++, row += 4) {
    const a = cells[row] as number;
    const b = cells[row + 1] as number;
    const c = cells[row + 2] as number;
    const d = cells[row + 3] as number;
    packetType[four] = fourBytes(0, a, b, c, d) & 0x03030303;
    chipId[four] = fourBytes(2, a, b, c, d);
    const addresses = fourBytes(10, a, b, c, d);
    channelId[four] = addresses & 0x3f3f3f3f;
    registerAddress[four] = addresses;
    registerData[four] = fourBytes(18, a, b, c, d);
  }
}

/**
 * Fills `triggerType`, `localFifo`, `sharedFifo`, `downstreamMarker` and `parity`: bits 56–57, 58–59, 60–61, 62 and 63;
 * `dataword`: bits 48–55 of v2, 46–55 of v3; and `firstPacket`: bit 47 of v2.
 */
export function fillDatawordAndFlags({ rows, memory, reading }: ColumnSource): void {
  const { cells, highAt, length } = rows;
  const { triggerType, localFifo, sharedFifo, downstreamMarker, parity, dataword, firstPacket } = memory.fill(
    'triggerType',
    'localFifo',
    'sharedFifo',
    'downstreamMarker',
    'parity',
    'dataword',
    'firstPacket',
  );
  const isV2 = reading.asicVersion === 2;
  for (let four = 0, row = 0; row < length; four++, row += 4) {
    const a = cells[highAt + row] as number;
    const b = cells[highAt + row + 1] as number;
    const c = cells[highAt + row + 2] as number;
    const d = cells[highAt + row + 3] as number;
    const flags = fourBytes(24, a, b, c, d);
    triggerType[four] = flags & 0x03030303;
    localFifo[four] = (flags >>> 2) & 0x03030303;
    sharedFifo[four] = (flags >>> 4) & 0x03030303;
    downstreamMarker[four] = (flags >>> 6) & 0x01010101;
    parity[four] = (flags >>> 7) & 0x01010101;
    firstPacket[four] = isV2 ? fourBytes(15, a, b, c, d) & 0x01010101 : 0;
    dataword[2 * four] = isV2 ? twoDatawordsV2(a, b) : twoDatawordsV3(a, b);
    dataword[2 * four + 1] = isV2 ? twoDatawordsV2(c, d) : twoDatawordsV3(c, d);
  }
}

/** The datawords in the upper halves of two packets, 16 bits each. */
function twoDatawordsV2(a: number, b: number): number {
  return ((a >>> 16) & 0xff) | (b & 0xff0000);
}

function twoDatawordsV3(a: number, b: number): number {
  return ((a >>> 14) & 0x3ff) | ((b << 2) & 0x3ff0000);
}

/** Fills one column of bytes with a field that begins `start` bits above the lowest one of the packet's upper half. */
export function fillHighBytes(
  { rows, memory }: ColumnSource,
  name: 'resetSample' | 'cds' | 'localFifoEvents',
  start: number,
  width: number,
): void {
  const { cells, highAt, length } = rows;
  const column = memory.fill(name)[name];
  const mask = ((1 << width) - 1) * 0x01010101;
  for (let four = 0, row = 0; row < length; four++, row += 4) {
    const a = (cells[highAt + row] as number) >>> start;
    const b = (cells[highAt + row + 1] as number) >>> start;
    const c = (cells[highAt + row + 2] as number) >>> start;
    const d = (cells[highAt + row + 3] as number) >>> start;
    column[four] = fourBytes(0, a, b, c, d) & mask;
  }
}

/** Fills `sharedFifoEvents`: bits 32–43. */
export function fillSharedFifoEvents({ rows, memory }: ColumnSource): void {
  const { cells, highAt, length } = rows;
  const { sharedFifoEvents } = memory.fill('sharedFifoEvents');
  for (let two = 0, row = 0; row < length; two++, row += 2) {
    const a = cells[highAt + row] as number;
    const b = cells[highAt + row + 1] as number;
    sharedFifoEvents[two] = (a & 0xfff) | ((b & 0xfff) << 16);
  }
}

/**
 * Fills `timestamp`: bits 16–46 of v2, 16–31 of v2 with FIFO diagnostics, 16–43 of v3; and `validParity`: 1 where the number
 * of ones in the 64 bits is odd.
 */
export function fillTimestampAndValidParity({ rows, memory, reading }: ColumnSource): void {
  const { cells, highAt, length } = rows;
  const { timestamp, validParity } = memory.fill('timestamp', 'validParity');
  const v2 = reading.fifoDiagnostics ? 0xffff : 0x7fff_ffff;
  const mask = reading.asicVersion === 2 ? v2 : 0x0fff_ffff;
  for (let four = 0, row = 0; row < length; four++, row += 4) {
    const lowA = cells[row] as number;
    const lowB = cells[row + 1] as number;
    const lowC = cells[row + 2] as number;
    const lowD = cells[row + 3] as number;
    const highA = cells[highAt + row] as number;
    const highB = cells[highAt + row + 1] as number;
    const highC = cells[highAt + row + 2] as number;
    const highD = cells[highAt + row + 3] as number;
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
