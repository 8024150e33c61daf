import { Hdf5Error, isHdf5Error, type Attributes, type Hdf5File } from '@h5tail/adapter';
import { layout } from './layout.js';
import { parseVersion } from './format-version.js';

/** The versions that a raw file says it has. */
export interface StoredVersions {
  /** Version of the file format, `major.minor`. */
  readonly version: string;
  /** Version of the messages inside; `null` where the file does not say. */
  readonly ioVersion: string | null;
}

/** What a raw file says of itself. */
export interface RawFileMeta extends StoredVersions {
  /** When the file was created, in seconds since 1970. */
  readonly created: number;
  /** When the last write began, in seconds since 1970. */
  readonly modified: number;
}

/**
 * Reads the versions from the attributes of `/meta`.
 *
 * @throws Hdf5Error `OBJECT_NOT_FOUND` where this is no raw message file; `WRONG_DTYPE`; `WRONG_VERSION` for a major version
 * that is not known.
 */
export async function readVersions(file: Hdf5File): Promise<StoredVersions> {
  const { attributes } = await metaGroup(file);
  const version = await textOf(attributes, layout.version, file.path);
  if (parseVersion(version)?.major !== 0) throw unknownVersion(version, file.path);
  const ioVersion = (await attributes.has(layout.ioVersion))
    ? await textOf(attributes, layout.ioVersion, file.path)
    : null;
  return { version, ioVersion };
}

/** Reads the times from the attributes of `/meta`: seconds since 1970. */
export async function readTimes(file: Hdf5File): Promise<{ readonly created: number; readonly modified: number }> {
  const { attributes } = await metaGroup(file);
  return {
    created: await secondsOf(attributes, layout.created, file.path),
    modified: await secondsOf(attributes, layout.modified, file.path),
  };
}

function unknownVersion(version: string, path: string): Hdf5Error {
  return new Hdf5Error('WRONG_VERSION', `the file is of format version '${version}', and known are those of major 0`, {
    file: path,
    object: layout.meta,
    remedy: 'Take a newer version of this program',
  });
}

async function metaGroup(file: Hdf5File): ReturnType<Hdf5File['group']> {
  try {
    return await file.group(layout.meta);
  } catch (error) {
    if (!isHdf5Error(error) || error.code !== 'OBJECT_NOT_FOUND') throw error;
    throw new Hdf5Error('OBJECT_NOT_FOUND', 'this is no raw message file: it has no group /meta', {
      file: file.path,
      object: layout.meta,
      remedy: 'Name a raw message file; a new one begins at a path where there is no file',
      cause: error,
    });
  }
}

async function textOf(attributes: Attributes, name: string, path: string): Promise<string> {
  const { data } = await attributes.get(name);
  const [text] = data as ArrayLike<unknown> & Iterable<unknown>;
  if (typeof text === 'string') return text;
  throw wrong(name, 'text', path);
}

async function secondsOf(attributes: Attributes, name: string, path: string): Promise<number> {
  const { data } = await attributes.get(name);
  const [seconds] = data as ArrayLike<unknown> & Iterable<unknown>;
  if (typeof seconds === 'number' || typeof seconds === 'bigint') return Number(seconds);
  throw wrong(name, 'a number', path);
}

function wrong(name: string, what: string, path: string): Hdf5Error {
  const remedy = 'Name a raw message file';
  return new Hdf5Error('WRONG_DTYPE', `attribute '${name}' is not ${what}`, {
    file: path,
    object: layout.meta,
    remedy,
  });
}
