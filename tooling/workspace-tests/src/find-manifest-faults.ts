import type { Manifest } from './manifest.js';

/** npm runs these on a user's machine. */
const installScripts = ['preinstall', 'install', 'postinstall', 'prepare'];

const sourceSubpath = /^\.\/src\/((?:[a-z0-9-]+\/)*[a-z0-9-]+)\.ts$/;

/** The exports map of a package: the source for the workspace, then the types, then the built module, in this order. */
function exportFaults(exports: NonNullable<Manifest['exports']>): string[] {
  const { './package.json': ownManifest, ...subpaths } = exports;
  const faults = ownManifest === './package.json' ? [] : ['exports: ./package.json is missing'];
  for (const [subpath, target] of Object.entries(subpaths)) {
    const conditions = typeof target === 'string' ? {} : target;
    const name = sourceSubpath.exec(conditions['@h5tail/source'] ?? '')?.[1];
    const wanted = { '@h5tail/source': `./src/${name}.ts`, types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` };
    // As text, because the order of conditions decides which one wins.
    if (JSON.stringify(conditions) !== JSON.stringify(wanted)) faults.push(`exports: ${subpath} has the wrong shape`);
  }
  return faults;
}

/** What is wrong with the manifest of a published package, one sentence each. */
export function findManifestFaults(folder: string, manifest: Manifest): string[] {
  const faults: string[] = [];
  const expect = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(fault);
  };
  const name = folder.split('/')[1];
  expect(manifest.name === `@h5tail/${name}` || folder.startsWith('apps/'), 'name: differs from the folder');
  expect(/^\d+\.\d+\.\d+$/.test(manifest.version ?? ''), 'version: not a plain version');
  expect(manifest.private !== true, 'private: a published package is not');
  expect((manifest.description ?? '').length > 0, 'description: is missing');
  expect(manifest.license === 'Apache-2.0', 'license: is not Apache-2.0');
  expect(manifest.type === 'module', 'type: is not module');
  expect(manifest.sideEffects === false, 'sideEffects: is not false');
  expect(manifest.files?.includes('dist') ?? false, 'files: dist is missing');
  expect(manifest.repository?.directory === folder, 'repository: directory differs from the folder');
  expect(manifest.engines?.node === '>=20.19', 'engines: node is not >=20.19');
  expect(manifest.exports?.['.'] !== undefined || manifest.bin !== undefined, 'exports: neither an entry nor a bin');
  for (const script of installScripts) {
    expect(manifest.scripts?.[script] === undefined, `scripts: ${script} runs on the user's machine`);
  }
  return [...faults, ...exportFaults(manifest.exports ?? {})];
}
