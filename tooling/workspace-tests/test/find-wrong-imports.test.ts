import { describe, expect, it } from 'vitest';
import { findWrongDependencies, findWrongImports, type ImportFault } from '../src/find-wrong-imports.js';

/** The faults of one line of source in a package that declares these dependencies. */
function faultsOf(folder: string, source: string, dependencies: readonly string[] = []): ImportFault[] {
  const manifest = { name: folder, dependencies: Object.fromEntries(dependencies.map((name) => [name, '1.0.0'])) };
  const file = `${folder}/src/feature/a.ts`;
  return findWrongImports({ folder, manifest }, [{ file, source }]).map(({ fault }) => fault);
}

describe('arrows', () => {
  it.each([
    ['packages/follower', '@h5tail/adapter'],
    ['packages/frames', '@h5tail/follower'],
    ['packages/wasm', '@h5tail/local-file'],
    ['packages/native', '@h5tail/local-file/objects'],
    ['packages/repository', '@h5tail/frames'],
    ['packages/adapter-conformance', '@h5tail/adapter/implementation'],
    ['apps/cli', '@h5tail/wasm'],
  ])('lets %s import %s', (folder, specifier) => {
    const name = specifier.split('/').slice(0, 2).join('/');
    expect(faultsOf(folder, `import '${specifier}';`, [name])).toEqual([]);
    expect(findWrongDependencies(folder, { name: folder, dependencies: { [name]: 'workspace:^' } })).toEqual([]);
  });

  it.each([
    ['packages/adapter', '@h5tail/follower'],
    ['packages/adapter', '@h5tail/adapter'],
    ['packages/follower', '@h5tail/frames'],
    ['packages/follower', '@h5tail/local-file'],
    ['packages/frames', '@h5tail/wasm'],
    ['packages/mth5', '@h5tail/native'],
    ['packages/native', '@h5tail/wasm'],
    ['packages/frames', '@h5tail/adapter-conformance'],
    ['packages/adapter-conformance', '@h5tail/wasm'],
    ['apps/cli', '@h5tail/adapter-conformance'],
  ])('does not let %s import %s, even for its types', (folder, name) => {
    expect(faultsOf(folder, `import '${name}';`, [name])).toEqual(['wrong-arrow']);
    expect(faultsOf(folder, `import type { A } from '${name}/deeper';`, [name])).toEqual(['wrong-arrow']);
    expect(findWrongDependencies(folder, { name: folder, dependencies: { [name]: 'workspace:^' } })).toEqual([name]);
  });

  it('asks for a row for a new package', () => {
    expect(faultsOf('packages/newcomer', '')).toEqual(['unknown-package']);
  });
});

describe('declared dependencies', () => {
  it('finds a package that the manifest does not name', () => {
    expect(faultsOf('apps/cli', `import ora from 'ora';`)).toEqual(['undeclared']);
    expect(faultsOf('apps/cli', `import ora from 'ora';`, ['ora'])).toEqual([]);
  });

  it('finds a path that leaves src', () => {
    expect(faultsOf('packages/frames', `import '../../../follower/src/index.js';`)).toEqual(['leaves-src']);
    expect(faultsOf('packages/frames', `import '../index.js';`)).toEqual([]);
  });
});

describe("Node's own modules", () => {
  it.each(['node:fs', 'fs', 'fs/promises'])('keeps %s out of a platform-free package', (specifier) => {
    expect(faultsOf('packages/follower', `import '${specifier}';`)).toEqual(['needs-node']);
    expect(faultsOf('packages/local-file', `import '${specifier}';`)).toEqual([]);
  });
});

describe('heavy modules', () => {
  it.each(['h5wasm/node', 'koffi'])('lets %s be loaded only when it is needed', (specifier) => {
    const name = specifier.split('/').slice(0, 1);
    expect(faultsOf('packages/wasm', `import * as heavy from '${specifier}';`, name)).toEqual(['heavy-at-import']);
    expect(faultsOf('packages/wasm', `export * from '${specifier}';`, name)).toEqual(['heavy-at-import']);
    expect(faultsOf('packages/wasm', `import type { A } from '${specifier}';`, name)).toEqual([]);
    expect(faultsOf('packages/wasm', `const load = () => import('${specifier}');`, name)).toEqual([]);
  });
});
