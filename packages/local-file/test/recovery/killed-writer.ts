import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** What an h5py writer is to write; see `python/killed-writer.py`. */
export interface KilledWriterSpec {
  readonly path: string;
  readonly rows: number;
  readonly swmr: boolean;
  /** Before SWMR mode: whether it flushes. Default: true. */
  readonly flush?: boolean;
  readonly strategy?: 'fsm' | 'page' | 'aggregate' | 'none';
  readonly persist?: boolean;
  readonly free?: number;
  readonly userBlock?: number;
  readonly bounds?: readonly [string, string];
}

const script = (name: string): string => fileURLToPath(new URL(`../python/${name}`, import.meta.url));

/** A writer that is alive, with all of its steps done. */
export class HeldWriter implements AsyncDisposable {
  readonly pid: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, pid: number) {
    this.#child = child;
    this.pid = pid;
  }

  static async start(python: string, spec: KilledWriterSpec): Promise<HeldWriter> {
    const child = spawn(python, [script('killed-writer.py'), JSON.stringify(spec)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const [line] = (await Promise.race([once(lines, 'line'), once(lines, 'close')])) as [string?];
    if (line === undefined) throw new Error('the writer ended before its work was done');
    return new HeldWriter(child, (JSON.parse(line) as { pid: number }).pid);
  }

  /** As a crash would. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}

/** Leaves the file of a writer that was killed. */
export async function leaveKilled(python: string, spec: KilledWriterSpec): Promise<void> {
  const writer = await HeldWriter.start(python, spec);
  await writer.kill();
}

/** What `python/check-recovered.py` tells. */
export interface Checked {
  readonly before: { readonly rows: readonly (number | null)[]; readonly old: Readonly<Record<string, number | null>> };
  readonly swmr: readonly (number | null)[];
  readonly after: {
    readonly rows: readonly (number | null)[];
    readonly old: Readonly<Record<string, number | null>>;
    readonly new: Readonly<Record<string, number | null>>;
  };
}

/** Opens a recovered file with h5py in every way, and lets it append rows and datasets. */
export function checkWithH5py(python: string, path: string, more: number): Checked {
  const text = execFileSync(python, [script('check-recovered.py'), path, String(more)], { encoding: 'utf8' });
  return JSON.parse(text) as Checked;
}
