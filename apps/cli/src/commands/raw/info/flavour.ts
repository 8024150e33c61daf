import { closeSync, openSync } from 'node:fs';
import { isHdf5Error, type Hdf5File } from '@h5tail/adapter';
import { readDatasetFormat, readSuperblockOf, type DatasetFormat } from '@h5tail/local-file';

/** Which flavour of the format a file is: it decides which versions of HDF5 can open it. */
export interface Flavour {
  /** The oldest HDF5 that reads it; `undefined` where that cannot be told. */
  readonly hdf5: string | undefined;
  /** Version of the superblock. */
  readonly superblock: number | undefined;
  /** Version of the layout message of the messages. */
  readonly layout: number | undefined;
  /** `plain` in files of December 2020, which have numbers in place of headers. */
  readonly headers: 'compound' | 'plain';
}

/**
 * Tells the flavour from the bytes of the file. Takes no lock and disturbs no writer.
 *
 * A file of HDF5 2.0 has layout messages of version 5, which nothing older reads; one that asks for the format of 1.12 or 1.14
 * has compounds of version 4, which 1.10 does not read.
 */
export async function readFlavour(file: Hdf5File): Promise<Flavour> {
  const descriptor = openSync(file.path, 'r');
  try {
    const superblock = readSuperblockOf(descriptor).superblock?.version;
    const messages = await formatOf(file, '/msgs', descriptor);
    const headers = await formatOf(file, '/msg_headers', descriptor);
    return {
      hdf5: oldestReader(superblock, messages, headers === 'missing' ? undefined : headers),
      superblock,
      layout: messages === 'missing' ? undefined : messages?.layout,
      headers: headers === 'missing' ? 'plain' : 'compound',
    };
  } finally {
    closeSync(descriptor);
  }
}

async function formatOf(
  file: Hdf5File,
  path: string,
  descriptor: number,
): Promise<DatasetFormat | 'missing' | undefined> {
  try {
    // An object reference is the address of the object.
    const reference = await file.createReference(path);
    return readDatasetFormat(descriptor, Number(Buffer.from(reference).readBigUInt64LE()));
  } catch (error) {
    if (isHdf5Error(error) && error.code === 'OBJECT_NOT_FOUND') return 'missing';
    throw error;
  }
}

function oldestReader(
  superblock = 0,
  messages: DatasetFormat | 'missing' | undefined,
  headers: DatasetFormat | undefined,
): string | undefined {
  if (messages === undefined || messages === 'missing') return undefined;
  const datatype = Math.max(messages.datatype, headers?.datatype ?? 0);
  if (messages.layout >= 5 || datatype >= 5) return '2.0';
  if (datatype === 4) return '1.12';
  return superblock >= 3 || messages.layout === 4 ? '1.10' : '1.8';
}

/** For people. */
export function flavourWords({ hdf5, superblock, layout, headers }: Flavour): string {
  const name = hdf5 === undefined ? 'not known' : `HDF5 ${hdf5}`;
  const details = [
    superblock === undefined ? [] : `superblock ${superblock}`,
    layout === undefined ? [] : `layout ${layout}`,
  ];
  const dialect = headers === 'plain' ? '; of December 2020, without headers' : '';
  return `${name} (${details.flat().join(', ')})${dialect}`;
}
