import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Manifest } from './manifest.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A file of the workspace; `file` is relative to the root, with forward slashes. */
export interface SourceFile {
  readonly file: string;
  readonly source: string;
}

/** A package: its folder relative to the root, such as `packages/adapter`, and its manifest. */
export interface WorkspacePackage {
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The packages under one of the workspace's top folders: `packages`, `apps` or `tooling`. */
export function packagesIn(top: string): WorkspacePackage[] {
  return readdirSync(join(root, top))
    .map((name) => `${top}/${name}`)
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => ({
      folder,
      manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest,
    }));
}

/** All files below a folder, or none when there is no such folder. */
export function filesIn(folder: string): SourceFile[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesIn(file);
    return [{ file, source: readFileSync(join(root, file), 'utf8') }];
  });
}
