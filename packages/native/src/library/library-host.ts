import { readdirSync, readFileSync } from 'node:fs';

/** What looking for a library needs to know of the machine. */
export interface LibraryHost {
  readonly platform: NodeJS.Platform;
  /** As `process.arch` has it. */
  readonly arch: string;
  readonly env: Readonly<Partial<Record<string, string>>>;
  /** The names in a folder; none where there is no such folder. */
  readonly namesIn: (folder: string) => readonly string[];
  /** A file as text; empty where there is no such file. */
  readonly textOf: (path: string) => string;
}

/** The machine that this process runs on. */
export const thisHost: LibraryHost = {
  platform: process.platform,
  arch: process.arch,
  env: process.env,
  namesIn(folder) {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  },
  textOf(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  },
};
