import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** What h5py and h5dump find in a file. */
export interface ChangedFile {
  readonly samples: number;
  readonly changes: number;
  readonly faults: readonly string[];
}

const script = fileURLToPath(new URL('../python/check-changed.py', import.meta.url));

/** Lets h5py and h5dump look through files that `programs/change-in-a-loop.ts` changed. */
export class ChangedFileCheck implements AsyncDisposable {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: Interface;

  constructor(python: string) {
    this.#child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout });
  }

  async look(path: string): Promise<ChangedFile> {
    const answer = once(this.#lines, 'line');
    this.#child.stdin.write(`${path}\n`);
    const [line] = (await answer) as [string];
    return JSON.parse(line) as ChangedFile;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.#child, 'exit');
    this.#child.stdin.end();
    await gone;
  }
}
