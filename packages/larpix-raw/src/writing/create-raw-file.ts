import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFile, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { layout } from '../format/layout.js';
import { skeleton } from '../format/skeleton.js';

/** What a new file says of itself. */
export interface NewRawFile {
  readonly adapter: Hdf5Adapter;
  readonly ioVersion: string | undefined;
  /** Seconds since 1970. */
  readonly created: number;
}

/**
 * Creates an empty raw message file and opens it for writing.
 *
 * It is made elsewhere and put into its place in one step, so nobody ever sees one without its attributes.
 *
 * @throws Hdf5Error `FILE_EXISTS`, and what else `openFile` throws for a new file.
 */
export async function createRawFile(path: string, options: NewRawFile): Promise<Hdf5File> {
  return openFile(path, { adapter: options.adapter, mode: 'wx', skeleton: await emptyFile(options) });
}

async function emptyFile({ adapter, ioVersion, created }: NewRawFile): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'h5tail-raw-'));
  try {
    const draft = join(folder, 'draft.h5');
    const { bytes, missingIoVersion } = skeleton(ioVersion);
    const file = await openFile(draft, { adapter, mode: 'w', skeleton: bytes });
    try {
      const { attributes } = await file.group(layout.meta);
      await attributes.set(layout.created, created);
      await attributes.set(layout.modified, created);
      if (missingIoVersion !== undefined) await attributes.set(layout.ioVersion, missingIoVersion);
    } finally {
      await file.close();
    }
    return await readFile(draft);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
