import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemFault } from '@h5tail/local-file';

/** Makes what was written to a file survive the death of the machine. */
export class DiskSync {
  readonly #path: string;
  readonly #handle: FileHandle;

  private constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  /** Opens the file beside HDF5, which has no call for this; and makes its name in the folder durable. */
  static async open(path: string): Promise<DiskSync> {
    const handle = await open(path, 'r+').catch((error: unknown) => {
      throw systemFault(error, path);
    });
    await syncFolder(dirname(path));
    return new DiskSync(path, handle);
  }

  /** @throws Hdf5Error `IO`, `NO_SPACE`. */
  async sync(): Promise<void> {
    try {
      await this.#handle.datasync();
    } catch (error) {
      throw systemFault(error, this.#path);
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/** Where a folder cannot be opened (Windows), its entries need no flush of their own. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  try {
    await folder?.sync();
  } catch {
    // Some file systems refuse it for folders.
  } finally {
    await folder?.close();
  }
}
