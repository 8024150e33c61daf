/** Version of the HDF5 library. */
export type LibraryVersion = readonly [major: number, minor: number, release: number];

/** The oldest HDF5 that reads live files without faults, and has every function that is called. */
export const oldestVersion: LibraryVersion = [1, 10, 5];

/** For example `1.10.5`. */
export function versionText(version: LibraryVersion): string {
  return version.join('.');
}

/** Whether one version came before another. */
export function isOlder(version: LibraryVersion, than: LibraryVersion): boolean {
  const place = version.findIndex((part, index) => part !== than[index]);
  return place >= 0 && (version[place] as number) < (than[place] as number);
}
