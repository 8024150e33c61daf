import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFile, type FileMode, type Hdf5Adapter, type Hdf5File } from '@h5tail/adapter';
import { layout } from '../format/layout.js';
import { skeleton } from '../format/skeleton.js';

/** What a new file says of itself. */
export interface NewRawFile {
  readonly adapter: Hdf5Adapter;
  /** `wx`, or `w` in place of an empty file. */
  readonly mode: Extract<FileMode, 'w' | 'wx'>;
  readonly ioVersion: string | undefined;
  /** Seconds since 1970. */
  readonly created: number;
}

/**
 * Creates an empty raw message file and opens it for writing.
 *
 * It is made elsewhere and put into its place in one step, so nobody ever sees one without its attributes.
 *
 * @throws Hdf5Error what `openFile` throws for a new file.
 */
export async function createRawFile(path: string, options: NewRawFile): Promise<Hdf5File> {
  const { adapter, mode } = options;
  return openFile(path, { adapter, mode, skeleton: await emptyFile(options) });
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
