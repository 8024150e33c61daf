import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileKey } from './file-key.js';
import { commandOf, type WriterProcess } from './writer-process.js';

/**
 * The processes that hold a lock for writing on a file, on Linux: also those that cannot be looked into. HDF5 takes one until
 * SWMR mode begins.
 *
 * Source: proc_locks(5).
 */
export function procLocks(file: FileKey, proc: string): WriterProcess[] {
  let text: string;
  try {
    text = readFileSync(join(proc, 'locks'), 'latin1');
  } catch {
    return [];
  }
  const pids = text.split('\n').flatMap((line) => holderOf(line, file) ?? []);
  return [...new Set(pids)].map((pid) =>
    pid > 0 ? { pid, command: commandOf(pid, proc) } : { pid: undefined, command: undefined },
  );
}

/** Of a lock for writing on this file the process, 0 or less where that is not told. Whoever waits for one has none. */
function holderOf(line: string, { device, inode }: FileKey): number | undefined {
  const [, , , access, pid, place = ''] = line.split(/\s+/);
  if (access !== 'WRITE') return undefined;
  const [major = '', minor = '', number = ''] = place.split(':');
  if (number !== String(inode)) return undefined;
  return BigInt(`0x${major}`) === majorOf(device) && BigInt(`0x${minor}`) === minorOf(device) ? Number(pid) : undefined;
}

/** Source: makedev(3) of glibc. */
function majorOf(device: bigint): bigint {
  return ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xfffff000n);
}

function minorOf(device: bigint): bigint {
  return (device & 0xffn) | ((device >> 12n) & 0xffffff00n);
}
