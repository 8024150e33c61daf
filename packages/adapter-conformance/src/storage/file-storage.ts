import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LiveWriter } from '../live-writer/live-writer.js';
import { pythonForInterop } from '../live-writer/python-for-interop.js';
import { packagePath } from '../package-folder.js';
import { companions, type DrivenWriter, type TestStorage } from './test-storage.js';

/** Files in a folder of their own, which is deleted in the end; the writer is h5py in another process. */
export class FileStorage implements TestStorage {
  readonly kind = 'files';
  readonly tellsChanges: boolean;
  readonly #folder: string;
  #lastNumber = 0;

  private constructor(folder: string, tellsChanges: boolean) {
    this.#folder = folder;
    this.tellsChanges = tellsChanges;
  }

  /**
   * @param parent Folder to work in. Default: the system's folder for temporary files.
   * @param traits.tellsChanges False for a folder that other machines write to. Default: true, as on a local disk.
   */
  static async create(
    parent: string = tmpdir(),
    { tellsChanges = true }: Partial<Pick<TestStorage, 'tellsChanges'>> = {},
  ): Promise<FileStorage> {
    return new FileStorage(await mkdtemp(join(parent, 'h5tail-conformance-')), tellsChanges);
  }

  async newPath(name: string): Promise<string> {
    this.#lastNumber++;
    const folder = join(this.#folder, String(this.#lastNumber));
    await mkdir(folder);
    return join(folder, name);
  }

  async fixture(name: string): Promise<string> {
    const path = await this.newPath(name);
    for (const file of [name, ...(companions[name] ?? [])]) {
      await copyFile(packagePath(`fixtures/${file}`), join(path, '..', file));
    }
    return path;
  }

  async replace(from: string, to: string): Promise<void> {
    await rename(from, to);
  }

  async remove(path: string): Promise<void> {
    await rm(path);
  }

  async writer(): Promise<DrivenWriter> {
    const python = pythonForInterop();
    if (python === undefined) throw new Error('this needs a Python with h5py');
    return LiveWriter.start({ python });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
