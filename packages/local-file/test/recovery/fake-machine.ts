import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PollClock } from '../../src/recovery.js';
import type { Machine } from '../../src/recovery/machine.js';

/** A process as the proc file system shows it. */
export interface FakeProcess {
  readonly command?: string;
  /** Its descriptors; `undefined` where it cannot be looked into. */
  readonly open?: readonly { readonly path: string; readonly flags: number; readonly inode?: bigint }[];
  readonly parent?: number;
}

/** What is not as on a machine of one's own. */
export interface FakeMachineOptions {
  readonly processes?: Readonly<Record<number, FakeProcess>>;
  /** The content of `/proc/locks`. */
  readonly locks?: string;
  readonly namespace?: string;
  readonly shared?: string;
  readonly platform?: NodeJS.Platform;
  readonly lsof?: string;
  readonly isSuperuser?: boolean;
  readonly isOwnToContainer?: boolean;
}

/** A Linux machine whose proc file system is a folder of files, with process 1 that opens nothing. */
export function fakeMachine(folder: string, options: FakeMachineOptions = {}): Machine {
  const proc = mkdtempSync(join(folder, 'proc-'));
  for (const [pid, shown] of Object.entries({ 1: { open: [] }, ...options.processes })) addProcess(proc, pid, shown);
  mkdirSync(join(proc, 'self', 'ns'), { recursive: true });
  symlinkSync(options.namespace ?? 'pid:[4026531836]', join(proc, 'self', 'ns', 'pid'));
  if (options.locks !== undefined) writeFileSync(join(proc, 'locks'), options.locks);
  const { shared } = options;
  return {
    platform: options.platform ?? 'linux',
    proc,
    isSuperuser: options.isSuperuser ?? true,
    fileSystemOf: () => ({ name: shared ?? 'local', shared: shared !== undefined }),
    isOwnToContainer: () => options.isOwnToContainer ?? false,
    lsof: async () => options.lsof,
  };
}

function addProcess(proc: string, pid: string, { command, open, parent = 1 }: FakeProcess): void {
  const folder = join(proc, pid);
  mkdirSync(join(folder, 'fdinfo'), { recursive: true });
  writeFileSync(join(folder, 'stat'), `${pid} (odd) name) S ${parent} ${pid} 0\n`);
  if (command !== undefined) writeFileSync(join(folder, 'cmdline'), command.replaceAll(' ', '\0'));
  // No folder can be read where a file is: as little as one that is not to be looked into.
  if (open === undefined) {
    writeFileSync(join(folder, 'fd'), '');
    return;
  }
  mkdirSync(join(folder, 'fd'));
  symlinkSync('socket:[12345]', join(folder, 'fd', '0'));
  for (const [i, { path, flags, inode }] of open.entries()) {
    symlinkSync(path, join(folder, 'fd', String(i + 3)));
    const number = inode === undefined ? '' : `ino:\t${inode}\n`;
    writeFileSync(
      join(folder, 'fdinfo', String(i + 3)),
      `pos:\t0\nflags:\t0${flags.toString(8)}\nmnt_id:\t29\n${number}`,
    );
  }
}

/** Time that passes by sleeping alone. */
export class FakeClock implements PollClock {
  time = 0;
  /** Runs during each sleep. */
  onSleep: () => void = () => undefined;

  now(): number {
    return this.time;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.onSleep();
    signal?.throwIfAborted();
    this.time += ms;
  }
}
