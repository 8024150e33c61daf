import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { afterAll, beforeAll } from 'vitest';
import { LineProcess } from '../../../../tooling/typescript/line-process.js';

/** The Python with h5py, `undefined` where these tests are left out. */
export const python = pythonForInterop();

const program = fileURLToPath(new URL('../../python/damage_mth5.py', import.meta.url));
const maker = fileURLToPath(new URL('../../python/make_reference_file.py', import.meta.url));

/** A step of `damage_mth5.py`. */
export type DamageStep = readonly [name: string, ...parameters: unknown[]];

/** What h5py sees in a file. */
export interface LookedAt {
  readonly rows: readonly Readonly<Record<string, string | number | boolean | null>>[];
  readonly channels: Readonly<Record<string, { samples: number[]; start: string; end: string }>>;
  readonly ended: number | null;
}

/** h5py in a process of its own. */
export class DamageSteps implements AsyncDisposable {
  readonly #process = new LineProcess(python as string, [program]);

  async change(path: string, steps: readonly DamageStep[]): Promise<void> {
    await this.#process.ask({ do: 'change', path, steps });
  }

  /** Takes steps, and keeps the file open. */
  async hold(path: string, swmr: boolean, steps: readonly DamageStep[]): Promise<void> {
    await this.#process.ask({ do: 'hold', path, swmr, steps });
  }

  look(path: string): Promise<LookedAt> {
    return this.#process.ask<LookedAt>({ do: 'look', path });
  }

  /** As a crash would. */
  async kill(): Promise<void> {
    await this.#process.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}

/** Leaves a file of which an h5py writer was killed. */
export async function leaveKilled(path: string, swmr: boolean, steps: readonly DamageStep[]): Promise<void> {
  await using h5py = new DamageSteps();
  await h5py.hold(path, swmr, steps);
  await h5py.kill();
}

/** A file that h5py makes as MTH5 does, without a mark of our sessions. */
export function makeForeign(path: string, ...options: readonly string[]): void {
  execFileSync(python as string, [maker, ...options, path], { env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } });
}

/** One h5py for all tests of a file, which looks at files and damages them; where it cannot be had, they are left out. */
export function sharedSteps(): Pick<DamageSteps, 'change' | 'look'> {
  let steps: DamageSteps | undefined;
  beforeAll(() => {
    if (python !== undefined) steps = new DamageSteps();
  });
  afterAll(() => steps?.kill());
  return {
    change: (path, wanted) => (steps as DamageSteps).change(path, wanted),
    look: (path) => (steps as DamageSteps).look(path),
  };
}
