import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Dataset } from '@h5tail/adapter';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';

/** Writes the files, and what h5py reads of them. */
export const compressedFrames = fileURLToPath(new URL('compressed-frames.py', import.meta.url));

/** Writes `compressed.h5` and `old.h5` into a folder, and beside them what h5py reads. */
export async function makeCompressedFrames(python: string, folder: string): Promise<void> {
  const groups = hasInteropGroup('plugins') ? ['plugins'] : [];
  await promisify(execFile)(python, [compressedFrames, 'make', folder, ...groups]);
}

/** What h5py reads of a dataset. */
export class ReadByH5py {
  readonly #bytes: Buffer;
  readonly #shape: readonly number[];
  readonly #elementBytes: number;

  constructor(folder: string, { path, shape }: Dataset) {
    this.#bytes = readFileSync(join(folder, `${path}.bin`));
    this.#shape = shape as readonly number[];
    this.#elementBytes = this.#bytes.length / this.#shape.reduce((all, extent) => all * extent, 1);
  }

  /** The bytes of a selection: per axis the first and the one behind the last, slowest axis first. */
  bytes(selection: readonly (readonly [number, number])[] = []): Buffer {
    const ranges = this.#shape.map((extent, axis) => selection[axis] ?? ([0, extent] as const));
    const [from, to] = ranges.at(-1) as readonly [number, number];
    const rows: Buffer[] = [];
    const collect = (axis: number, before: number): void => {
      if (axis === ranges.length - 1) {
        const row = before * (this.#shape[axis] as number);
        rows.push(this.#bytes.subarray((row + from) * this.#elementBytes, (row + to) * this.#elementBytes));
        return;
      }
      const [start, stop] = ranges[axis] as readonly [number, number];
      for (let i = start; i < stop; i++) collect(axis + 1, before * (this.#shape[axis] as number) + i);
    };
    collect(0, 0);
    return Buffer.concat(rows);
  }
}
