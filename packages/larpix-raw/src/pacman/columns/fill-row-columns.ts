import type { ColumnSource } from './column-source.js';
import { overwriteBytes } from './overwrite-pacman-rows.js';

/** Fills `messageIndex`. */
export function fillMessageIndices({ rows, memory }: ColumnSource): void {
  const { firstRows, messageCount } = rows;
  const { messageIndex } = memory.fill('messageIndex');
  let row = 0;
  for (let message = 0; message < messageCount; message++) {
    const end = firstRows[message + 1] as number;
    for (; row < end; row++) messageIndex[row] = message;
  }
}

/** Fills `ioGroup`: each row has its message's. Four rows are stored at once. */
export function fillIoGroups({ rows, memory }: ColumnSource): void {
  const { firstRows, ioGroups, messageCount } = rows;
  const { ioGroup } = memory.fill('ioGroup');
  for (let message = 0; message < messageCount; message++) {
    const start = firstRows[message] as number;
    const end = firstRows[message + 1] as number;
    if (start === end) continue;
    const four = ((ioGroups[message] as number) * 0x01010101) | 0;
    const first = start >>> 2;
    // The first number may begin with rows of the messages before; what it and the last one hold beyond the end is
    // overwritten by the messages that follow.
    const before = (1 << (8 * (start & 3))) - 1;
    ioGroup[first] = ((ioGroup[first] as number) & before) | (four & ~before);
    for (let i = first + 1; 4 * i < end; i++) ioGroup[i] = four;
  }
}

/** Fills `fifoDiagnosticsEnabled`: 1 for packets of chips. */
export function fillDiagnosticsEnabled(source: ColumnSource): void {
  source.memory.fill('fifoDiagnosticsEnabled').fifoDiagnosticsEnabled.fill(0x01010101);
  overwriteBytes(source, 'fifoDiagnosticsEnabled', 24);
}
