import { describe, expect, it } from 'vitest';
import { findFileFaults } from '../src/find-file-faults.js';
import { findManifestFaults } from '../src/find-manifest-faults.js';
import { findWrongDependencies, findWrongImports } from '../src/find-wrong-imports.js';
import { filesIn, packagesIn } from '../src/workspace.js';

const published = [...packagesIn('packages'), ...packagesIn('apps')].filter(({ manifest }) => !manifest.private);
const everything = [...packagesIn('packages'), ...packagesIn('apps'), ...packagesIn('tooling')];

it('finds the packages', () => {
  expect(published.map(({ folder }) => folder)).toContain('packages/adapter');
  expect(published.map(({ folder }) => folder)).toContain('apps/cli');
});

describe.each([...packagesIn('packages'), ...packagesIn('apps')])('$folder', ({ folder, manifest }) => {
  it('imports only what it may', () => {
    const sources = filesIn(`${folder}/src`).filter(({ file }) => /\.[cm]?tsx?$/.test(file));
    expect(findWrongImports({ folder, manifest }, sources)).toEqual([]);
  });

  it('makes users install only what it may import', () => {
    expect(findWrongDependencies(folder, manifest)).toEqual([]);
  });
});

describe.each(published)('$folder', ({ folder, manifest }) => {
  it('has a sound manifest', () => {
    expect(findManifestFaults(folder, manifest)).toEqual([]);
  });
});

describe.each(everything)('$folder', ({ folder }) => {
  it.each(['src', 'test', 'bench'] as const)('has small files with telling names in %s', (kind) => {
    expect(findFileFaults(kind, filesIn(`${folder}/${kind}`))).toEqual([]);
  });
});
