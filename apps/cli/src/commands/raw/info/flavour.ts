import { closeSync, openSync } from 'node:fs';
import { readSuperblockOf } from '@h5tail/local-file';
import { linksOf, messageBytes, messageTypes, StoredObjects } from './stored-objects.js';

/** Which flavour of the format a file is: it decides which versions of HDF5 can open it. */
export interface Flavour {
  /** The oldest HDF5 that reads it; `undefined` where that cannot be told. */
  readonly hdf5: string | undefined;
  /** Version of the superblock. */
  readonly superblock: number | undefined;
  /** Version of the layout message of the messages. */
  readonly layout: number | undefined;
}

/**
 * Tells the flavour from the bytes of the file. Takes no lock and disturbs no writer.
 *
 * A file of HDF5 2.0 has layout messages of version 5, which nothing older reads; one that asks for the format of 1.12 or 1.14
 * has compounds of version 4, which 1.10 does not read.
 */
export function readFlavour(path: string): Flavour {
  const descriptor = openSync(path, 'r');
  try {
    const superblock = readSuperblockOf(descriptor).superblock?.version;
    const objects = StoredObjects.open(descriptor);
    const links = objects && linksOf(objects, objects.root);
    const messages = links?.get('msgs');
    const headers = links?.get('msg_headers');
    const layout = objects && messages && messageBytes(objects, messages, messageTypes.layout)?.[0];
    const datatype = objects && headers && messageBytes(objects, headers, messageTypes.datatype)?.[0];
    const compound = datatype === undefined ? undefined : datatype >> 4;
    return { hdf5: hdf5Of(superblock, layout, compound), superblock, layout };
  } finally {
    closeSync(descriptor);
  }
}

function hdf5Of(superblock = 0, layout: number | undefined, compound = 3): string | undefined {
  if (superblock < 2) return '1.8';
  if (layout === undefined) return undefined;
  if (layout >= 5 || compound >= 5) return '2.0';
  if (compound === 4) return '1.12';
  return superblock === 3 || layout === 4 ? '1.10' : '1.8';
}

/** For people. */
export function flavourWords({ hdf5, superblock, layout }: Flavour): string {
  const name = hdf5 === undefined ? 'not known' : `HDF5 ${hdf5}`;
  const details = [
    superblock === undefined ? [] : `superblock ${superblock}`,
    layout === undefined ? [] : `layout ${layout}`,
  ];
  return `${name} (${details.flat().join(', ')})`;
}
