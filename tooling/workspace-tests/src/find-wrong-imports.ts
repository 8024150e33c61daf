import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { arrows, heavyModules, platformFree, testOnly } from './arrows.js';
import { importsOf, type Import } from './imports-of.js';
import { importableNames, type Manifest } from './manifest.js';
import type { SourceFile, WorkspacePackage } from './workspace.js';

/** Why an import is wrong. */
export type ImportFault =
  'unknown-package' | 'wrong-arrow' | 'undeclared' | 'leaves-src' | 'needs-node' | 'heavy-at-import';

/** An import that must not be there. */
export interface WrongImport {
  readonly file: string;
  readonly specifier: string;
  readonly fault: ImportFault;
}

const nodeModules = new Set(builtinModules);

function packageNameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Whether an arrow from one folder, such as `apps/cli`, to a package, such as `wasm`, is allowed. */
function mayImport(folder: string, target: string): boolean {
  const [top, name = ''] = folder.split('/');
  return top === 'apps' ? !testOnly.includes(target) : (arrows[name]?.includes(target) ?? false);
}

/** The first rule that an import breaks. */
function faultOf(imported: Import, file: string, owner: WorkspacePackage): ImportFault | undefined {
  const { specifier, kind } = imported;
  const name = owner.folder.split('/')[1] ?? '';
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file), specifier);
    return target.startsWith(`${owner.folder}/src/`) ? undefined : 'leaves-src';
  }
  if (specifier.startsWith('node:') || nodeModules.has(packageNameOf(specifier))) {
    return owner.folder.startsWith('packages/') && platformFree.includes(name) ? 'needs-node' : undefined;
  }
  const imports = packageNameOf(specifier);
  if (imports.startsWith('@h5tail/') && !mayImport(owner.folder, imports.slice('@h5tail/'.length))) {
    return 'wrong-arrow';
  }
  if (!importableNames(owner.manifest).includes(imports)) return 'undeclared';
  return heavyModules.includes(imports) && kind === 'eager' ? 'heavy-at-import' : undefined;
}

/**
 * Every import in the `src` folder of one package that breaks a rule: an arrow that points the wrong way, a package
 * that the manifest does not name, Node's modules where they must not be, or a heavy module loaded at import.
 */
export function findWrongImports(owner: WorkspacePackage, sources: readonly SourceFile[]): WrongImport[] {
  if (owner.folder.startsWith('packages/') && !(owner.folder.slice('packages/'.length) in arrows)) {
    return [{ file: `${owner.folder}/package.json`, specifier: owner.manifest.name, fault: 'unknown-package' }];
  }
  return sources.flatMap(({ file, source }) =>
    importsOf(file, source).flatMap((imported) => {
      const fault = faultOf(imported, file, owner);
      return fault ? [{ file, specifier: imported.specifier, fault }] : [];
    }),
  );
}

/** The workspace packages that a manifest makes users install although no arrow allows the import. */
export function findWrongDependencies(folder: string, manifest: Manifest): string[] {
  return importableNames(manifest).filter(
    (name) => name.startsWith('@h5tail/') && !mayImport(folder, name.slice('@h5tail/'.length)),
  );
}
