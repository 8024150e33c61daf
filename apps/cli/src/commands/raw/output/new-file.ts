import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Hdf5Error } from '@h5tail/adapter';
import { systemFault } from '@h5tail/local-file';
import { requireFolder } from './require-folder.js';

/** Codes of file systems that have no hard links. */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EACCES', 'EMLINK']);

/**
 * A file that appears under its name only when it is whole. Until then it is a draft beside it, which is removed when it is
 * given up.
 */
export class NewFile implements AsyncDisposable {
  /** Its name when it is whole. */
  readonly path: string;
  /** Where to write it. */
  readonly draft: string;
  readonly #overwrite: boolean;

  /** @throws Hdf5Error `FILE_EXISTS` without `overwrite`; `FILE_NOT_FOUND` for a folder that is not there. */
  constructor(path: string, { overwrite = false } = {}) {
    if (!overwrite && existsSync(path)) throw fileExists(path);
    requireFolder(path);
    this.path = path;
    this.draft = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`);
    this.#overwrite = overwrite;
  }

  /**
   * Puts the draft, which is closed, under its name.
   *
   * @throws Hdf5Error `FILE_EXISTS` where there is one by now, without `overwrite`; `NO_SPACE`, `IO`, …
   */
  async publish(): Promise<void> {
    try {
      await syncFile(this.draft);
      if (this.#overwrite) await rename(this.draft, this.path);
      else await renameToNew(this.draft, this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw fileExists(this.path, error);
      throw error instanceof Error && 'syscall' in error ? systemFault(error, this.path) : error;
    }
  }

  /** Takes it away again. */
  async withdraw(): Promise<void> {
    await rm(this.path, { force: true });
  }

  /** Removes the draft, where there is one. */
  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.draft, { force: true });
  }
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** `rename` would replace what is there; a link does not. */
async function renameToNew(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!noLinks.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    if (existsSync(to)) throw fileExists(to, error);
    await rename(from, to);
    return;
  }
  await rm(from, { force: true });
}

function fileExists(file: string, cause?: unknown): Hdf5Error {
  return new Hdf5Error('FILE_EXISTS', 'the file is there already', { file, remedy: 'Choose another name', cause });
}
