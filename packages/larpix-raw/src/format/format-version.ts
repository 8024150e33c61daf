import { Hdf5Error } from '@h5tail/adapter';

/** A version `major.minor`, as numbers: 0.10 is newer than 0.9. */
export interface FormatVersion {
  readonly major: number;
  readonly minor: number;
}

/** Which of the two versions of a file, for errors. */
export type VersionName = 'version' | 'io_version';

const pattern = /^(\d{1,9})\.(\d{1,9})$/;

/** @returns `undefined` for text that is not two decimal integers with a dot between. */
export function parseVersion(text: string): FormatVersion | undefined {
  const [, major, minor] = pattern.exec(text) ?? [];
  return major === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}

/** The versions that a program was made for. */
export interface WantedVersions {
  readonly version?: string | undefined;
  readonly ioVersion?: string | undefined;
}

/**
 * Checks versions that a program asks for, before there is a file.
 *
 * @throws TypeError where one is not of the form `major.minor`.
 */
export function requireVersionTexts({ version, ioVersion }: WantedVersions): void {
  if (version !== undefined) requestedVersion('version', version);
  if (ioVersion !== undefined) requestedVersion('io_version', ioVersion);
}

/**
 * A version that a program asks for.
 *
 * @throws TypeError where it is not of the form `major.minor`.
 */
export function requestedVersion(name: VersionName, text: string): FormatVersion {
  const version = typeof text === 'string' ? parseVersion(text) : undefined;
  if (version === undefined) throw new TypeError(`${name} '${String(text)}' is not of the form '0.0'`);
  return version;
}

/**
 * Checks that a file serves a program that was made for a version: the same major, and the minor at least that.
 *
 * @param stored As the file has it; `undefined` where it has none.
 * @throws Hdf5Error `WRONG_VERSION`.
 */
export function requireCompatible(name: VersionName, stored: string | undefined, wanted: string, path: string): void {
  const { major, minor } = requestedVersion(name, wanted);
  const there = stored === undefined ? undefined : parseVersion(stored);
  if (there !== undefined && there.major === major && there.minor >= minor) return;
  const what = stored === undefined ? `has no ${name}` : `has ${name} '${stored}'`;
  throw new Hdf5Error('WRONG_VERSION', `the file ${what}, which does not serve a program made for '${wanted}'`, {
    file: path,
    object: '/meta',
    remedy: stored === undefined ? `Leave ${name} away, or begin a new file` : `Ask for ${name} '${stored}' or older`,
  });
}

/** The version that both sides understand: the smaller minor of the two. Both are of one major. */
export function effectiveVersion(stored: string, wanted: string | undefined): string {
  const there = parseVersion(stored);
  const asked = wanted === undefined ? undefined : parseVersion(wanted);
  if (there === undefined || asked === undefined) return stored;
  return `${there.major}.${Math.min(there.minor, asked.minor)}`;
}
