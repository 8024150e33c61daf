import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileKey } from './file-key.js';
import { commandOf, type ProcessSearch, type WriterProcess } from './writer-process.js';

/** The first process of a machine, and of a container. */
const firstPid = 1;
/** The parent of all threads of the kernel. */
const kernelPid = 2;
/** Of the flags of a descriptor: write only, or read and write. */
const writable = 0o3;

/**
 * Looks for the processes that have a file open for writing, on Linux, by their descriptors: a writer in SWMR mode holds no
 * lock. The name that a process opened it by does not matter.
 *
 * Source: proc_pid_fd(5) and proc_pid_fdinfo(5).
 *
 * @param proc The folder of the proc file system, `/proc`.
 */
export function scanProc(file: FileKey, proc: string): ProcessSearch {
  const pids = numbersIn(proc);
  if (!Array.isArray(pids)) {
    return { writers: [], doubts: ['the processes of this machine cannot be listed'], isBlind: true };
  }
  const writers: WriterProcess[] = [];
  let unseen = 0;
  for (const pid of pids) {
    const descriptors = numbersIn(join(proc, String(pid), 'fd'));
    if (descriptors === 'refused') unseen += mayWrite(pid, file, proc) ? 1 : 0;
    else if (descriptors !== 'gone' && descriptors.some((fd) => isWriter(pid, fd, file, proc))) {
      writers.push({ pid, command: commandOf(pid, proc) });
    }
  }
  const doubts: string[] = [];
  if (!pids.includes(firstPid)) doubts.push('processes of other users are hidden');
  if (unseen > 0) {
    doubts.push(`${unseen} ${unseen === 1 ? 'process' : 'processes'} of other users cannot be looked into`);
  }
  return { writers, doubts, isBlind: false };
}

function numbersIn(folder: string): number[] | 'gone' | 'refused' {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ESRCH' ? 'gone' : 'refused';
  }
}

/**
 * Most descriptors are sockets and the like, which their links tell. The others' inode stands with their flags, so that only
 * few are looked at themselves: that could wait for a file system that does not answer.
 */
function isWriter(pid: number, fd: number, file: FileKey, proc: string): boolean {
  const folder = join(proc, String(pid));
  try {
    const link = join(folder, 'fd', String(fd));
    if (!readlinkSync(link).startsWith('/')) return false;
    const info = readFileSync(join(folder, 'fdinfo', String(fd)), 'latin1');
    const flags = /^flags:\s*([0-7]+)/m.exec(info)?.[1];
    if (flags === undefined || (Number.parseInt(flags, 8) & writable) === 0) return false;
    const inode = /^ino:\s*(\d+)/m.exec(info)?.[1];
    if (inode !== undefined && BigInt(inode) !== file.inode) return false;
    const { dev, ino } = statSync(link, { bigint: true });
    return dev === file.device && ino === file.inode;
  } catch {
    // Closed meanwhile.
    return false;
  }
}

/** Whether a process that cannot be looked into could have opened the file for writing at all. */
function mayWrite(pid: number, file: FileKey, proc: string): boolean {
  const folder = join(proc, String(pid));
  try {
    if (isOfKernel(pid, readFileSync(join(folder, 'stat'), 'latin1'))) return false;
    const { uid } = statSync(folder, { bigint: true });
    return uid === 0n || uid === file.owner || file.othersMayWrite;
  } catch {
    // Gone meanwhile.
    return false;
  }
}

/** @param stat In which the name is in brackets and may have any character; the state and the parent stand behind it. */
function isOfKernel(pid: number, stat: string): boolean {
  const parent = / (\d+)/.exec(stat.split(')').at(-1) ?? '')?.[1];
  return pid === kernelPid || Number(parent) === kernelPid;
}
