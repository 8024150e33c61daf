import type { ColumnSource } from './column-source.js';
import { pacmanRowLength } from './row-store.js';

// The rows that are no packets of chips have other values in a few columns. In all others they have 0 already, because their bits
// are 0. A loop for each size of elements: one for all of them takes several times as long.

/** Sets such rows in a column of bytes to the byte that lies `shift` bits up in the second number of their entry. */
export function overwriteBytes(
  { rows, memory }: ColumnSource,
  name: 'packetType' | 'triggerType' | 'fifoDiagnosticsEnabled',
  shift: number,
): void {
  const { pacmanRows, pacmanEnd } = rows;
  const { buffer, byteOffset, byteLength } = memory.filled(name);
  const column = new Uint8Array(buffer, byteOffset, byteLength);
  for (let at = 0; at < pacmanEnd; at += pacmanRowLength) {
    column[pacmanRows[at] as number] = (pacmanRows[at + 1] as number) >>> shift;
  }
}

/** Sets such rows of `dataword` to the clock source of a sync, else 0. */
export function overwriteDatawords({ rows, memory }: ColumnSource): void {
  const { pacmanRows, pacmanEnd } = rows;
  const { buffer, byteOffset, byteLength } = memory.filled('dataword');
  const column = new Uint16Array(buffer, byteOffset, byteLength / 2);
  for (let at = 0; at < pacmanEnd; at += pacmanRowLength) {
    column[pacmanRows[at] as number] = (pacmanRows[at + 1] as number) >>> 16;
  }
}

/** Sets such rows of `timestamp`. */
export function overwriteTimestamps({ rows, memory }: ColumnSource): void {
  const { pacmanRows, pacmanEnd } = rows;
  const column = memory.filled('timestamp');
  for (let at = 0; at < pacmanEnd; at += pacmanRowLength) {
    column[pacmanRows[at] as number] = pacmanRows[at + 2] as number;
  }
}
