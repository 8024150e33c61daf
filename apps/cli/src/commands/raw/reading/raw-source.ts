import { Hdf5Error } from '@h5tail/adapter';
import { fromRawFile, type RawFileMeta } from '@h5tail/larpix-raw';
import { readWriterState } from '@h5tail/local-file';
import type { CliContext } from '../../../context.js';
import { counted } from '../../../counted.js';
import type { ReadBlocksOptions } from './read-blocks.js';

/** A file whose messages go into new ones. */
export interface RawSource extends RawFileMeta {
  readonly path: string;
  readonly length: number;
}

/**
 * Looks at a file before anything of it is copied.
 *
 * @throws Hdf5Error as `fromRawFile`; `UNSUPPORTED` where its headers have what new files have no room for.
 */
export async function readSource(
  path: string,
  options: Pick<ReadBlocksOptions, 'adapter' | 'clock' | 'signal'>,
): Promise<RawSource> {
  const { version, ioVersion, created, modified, length, headers } = await fromRawFile(path, {
    ...options,
    start: 0,
    end: 0,
  });
  const foreign = [...headers.keys()].filter((name) => name !== 'io_groups');
  if (foreign.length === 0) return { path, version, ioVersion, created, modified, length };
  throw new Hdf5Error('UNSUPPORTED', `its headers also have ${foreign.join(', ')}, which would get lost`, {
    file: path,
    object: '/msg_headers',
    remedy: 'Copy it with the program that added them',
  });
}

/** Says it where a file is still open: only what is whole now is taken. */
export function tellIfOpen({ say }: Pick<CliContext, 'say'>, { path, length }: RawSource): void {
  const writer = readWriterState(path);
  if (writer !== 'writing' && writer !== 'swmr-writing') return;
  say(`${path} was not closed by its writer; the ${counted(length, 'message')} that are whole are taken`);
}
