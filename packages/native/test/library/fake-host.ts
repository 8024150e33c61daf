import type { LibraryHost } from '../../src/library/library-host.js';

/** A machine as data. */
export interface FakeMachine {
  readonly platform?: NodeJS.Platform;
  readonly arch?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The names in each folder. */
  readonly folders?: Readonly<Record<string, readonly string[]>>;
  readonly texts?: Readonly<Record<string, string>>;
}

/** A machine that has only what is given. */
export function fakeHost({ platform = 'linux', arch = 'x64', env = {}, folders = {}, texts = {} }: FakeMachine = {}) {
  const host: LibraryHost = {
    platform,
    arch,
    env,
    namesIn: (folder) => folders[folder] ?? [],
    textOf: (path) => texts[path] ?? '',
  };
  return host;
}
