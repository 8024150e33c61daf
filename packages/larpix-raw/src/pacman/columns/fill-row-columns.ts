import type { ColumnSource } from './column-source.js';

/** Fills `messageIndex`. */
export function fillMessageIndices({ rows, memory }: ColumnSource): void {
  const { firstRows, messageCount, capacity } = rows;
  const column = memory.fill('messageIndex', capacity);
  let row = 0;
  for (let message = 0; message < messageCount; message++) {
    const end = firstRows[message + 1] as number;
    for (; row < end; row++) column[row] = message;
  }
}

/** Fills `ioGroup`: each row has its message's. Four rows are stored at once. */
export function fillIoGroups({ rows, memory }: ColumnSource): void {
  const { firstRows, ioGroups, messageCount, capacity } = rows;
  const column = memory.fill('ioGroup', capacity / 4);
  for (let message = 0; message < messageCount; message++) {
    const start = firstRows[message] as number;
    const end = firstRows[message + 1] as number;
    if (start === end) continue;
    const four = (ioGroups[message] as number) * 0x01010101;
    const first = start >>> 2;
    // The first number may begin with rows of the messages before; what it and the last one hold beyond the end is
    // overwritten by the messages that follow.
    const before = (1 << (8 * (start & 3))) - 1;
    column[first] = ((column[first] as number) & before) | (four & ~before);
    for (let i = first + 1; 4 * i < end; i++) column[i] = four;
  }
}

/** Fills `fifoDiagnosticsEnabled`: 1 for packets of chips. */
export function fillDiagnosticsEnabled(source: ColumnSource): void {
  const { rows, memory } = source;
  memory.fill('fifoDiagnosticsEnabled', rows.capacity / 4).fill(0x01010101);
  overwritePacmanRows(source, 'fifoDiagnosticsEnabled');
}

/** Sets what the rows that are no packets of chips have in a column; in all other columns they have 0 already. */
export function overwritePacmanRows(
  { rows, memory }: ColumnSource,
  name: 'packetType' | 'triggerType' | 'dataword' | 'timestamp' | 'fifoDiagnosticsEnabled',
): void {
  const { pacmanRows, pacmanEnd } = rows;
  const column = columnToOverwrite(memory.buffer(name), name);
  const from = name === 'timestamp' ? 2 : 1;
  const shift = { packetType: 0, triggerType: 8, dataword: 16, timestamp: 0, fifoDiagnosticsEnabled: 24 }[name];
  const mask = name === 'timestamp' ? -1 : 0xff;
  for (let at = 0; at < pacmanEnd; at += 3) {
    column[pacmanRows[at] as number] = ((pacmanRows[at + from] as number) >>> shift) & mask;
  }
}

function columnToOverwrite(buffer: ArrayBuffer, name: string): Uint8Array | Uint16Array | Int32Array {
  if (name === 'timestamp') return new Int32Array(buffer);
  return name === 'dataword' ? new Uint16Array(buffer) : new Uint8Array(buffer);
}
