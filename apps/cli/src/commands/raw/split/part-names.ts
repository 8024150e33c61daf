import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { Hdf5Error } from '@h5tail/adapter';
import { systemFault } from '@h5tail/local-file';

/** Names of the parts of a file: `raw.0.h5`, `raw.1.h5`, … */
export class PartNames {
  readonly #folder: string;
  readonly #base: string;

  /** @param folder Where the parts go. Default: beside the file. */
  constructor(path: string, folder: string = dirname(path)) {
    this.#folder = folder;
    this.#base = basename(path, extname(path));
  }

  /** Path of part `number`, counted from 0. */
  path(number: number): string {
    return join(this.#folder, `${this.#base}.${number}.h5`);
  }

  /**
   * Refuses to begin where any part is there already, also one that would not be written: it would look like one of them.
   *
   * @throws Hdf5Error `FILE_EXISTS`; `FILE_NOT_FOUND`, `PERMISSION_DENIED`, … for the folder.
   */
  requireNone(): void {
    const there = this.#entries()
      .filter((name) => name.startsWith(`${this.#base}.`) && /^\d+\.h5$/.test(name.slice(this.#base.length + 1)))
      .toSorted(
        (a, b) => Number.parseInt(a.slice(this.#base.length + 1)) - Number.parseInt(b.slice(this.#base.length + 1)),
      );
    const [first] = there;
    if (first === undefined) return;
    throw new Hdf5Error('FILE_EXISTS', 'a part with this name is there already', {
      file: join(this.#folder, first),
      remedy: 'Move the parts away, or choose another --output-dir',
    });
  }

  #entries(): string[] {
    if (!existsSync(this.#folder)) {
      throw new Hdf5Error('FILE_NOT_FOUND', 'there is no such folder', {
        file: this.#folder,
        remedy: 'Make it first, or choose another --output-dir',
      });
    }
    try {
      return readdirSync(this.#folder);
    } catch (error) {
      throw systemFault(error, this.#folder);
    }
  }
}
