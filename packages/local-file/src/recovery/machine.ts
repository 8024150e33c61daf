import { execFile } from 'node:child_process';
import { readlinkSync, realpathSync, statfsSync } from 'node:fs';

import { fileSystemOf, type FileSystem } from '../file-system.js';
import { lsofFields } from './lsof-scan.js';

/** What the search for writers asks this machine. Tests hand over another one. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** The folder of the proc file system. */
  readonly proc: string;
  readonly isSuperuser: boolean;
  fileSystemOf(path: string): FileSystem;
  /** Whether a file is on a file system that only this container sees. */
  isOwnToContainer(path: string): boolean;
  /** What `lsof` tells of a file; `undefined` where it cannot be run. */
  lsof(path: string, signal: AbortSignal | undefined): Promise<string | undefined>;
}

/** Source: statfs(2), `OVERLAYFS_SUPER_MAGIC`. */
const overlay = 0x794c7630;
const lsofPatienceMs = 10_000;
/** Found by the system, or where macOS has it though `PATH` may not. */
const lsofNames = ['lsof', '/usr/sbin/lsof'] as const;

/** The machine that this runs on. */
export const thisMachine: Machine = {
  platform: process.platform,
  proc: '/proc',
  isSuperuser: process.geteuid?.() === 0,
  fileSystemOf,
  isOwnToContainer(path) {
    try {
      return statfsSync(path).type >>> 0 === overlay;
    } catch {
      return false;
    }
  },
  async lsof(path, signal) {
    for (const name of lsofNames) {
      const output = await run(name, [...lsofFields, '--', realpathSync(path)], signal);
      if (output !== undefined) return output;
    }
    return undefined;
  },
};

/** Source: `PROC_PID_INIT_INO` of Linux. */
const firstNamespace = 'pid:[4026531836]';

/** Whether the processes of this machine that are outside of this container are hidden. */
export function isInContainer(proc: string): boolean {
  try {
    return readlinkSync(`${proc}/self/ns/pid`) !== firstNamespace;
  } catch {
    return true;
  }
}

function run(program: string, args: readonly string[], signal: AbortSignal | undefined): Promise<string | undefined> {
  return new Promise((answer, fail) => {
    const options = { timeout: lsofPatienceMs, encoding: 'utf8', ...(signal === undefined ? {} : { signal }) } as const;
    execFile(program, args, options, (error, stdout) => {
      if (signal?.aborted === true) fail(signal.reason as Error);
      // It ends with 1 where nobody has the file open, and where something else was not found.
      else answer(error === null || (error.code === 1 && error.killed !== true) ? stdout : undefined);
    });
  });
}
