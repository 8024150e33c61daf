import { expect, it } from 'vitest';
import { findManifestFaults } from '../src/find-manifest-faults.js';
import type { Manifest } from '../src/manifest.js';

const sound: Manifest = {
  name: '@h5tail/example',
  version: '0.0.0',
  description: 'An example.',
  license: 'Apache-2.0',
  type: 'module',
  sideEffects: false,
  repository: { directory: 'packages/example' },
  exports: {
    '.': { '@h5tail/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
    './package.json': './package.json',
  },
  files: ['dist'],
  engines: { node: '>=20.19' },
};

it('accepts a sound manifest', () => {
  expect(findManifestFaults('packages/example', sound)).toEqual([]);
});

it.each<[string, Partial<Manifest>]>([
  ['name', { name: '@h5tail/other' }],
  ['version', { version: 'workspace:^' }],
  ['private', { private: true }],
  ['license', { license: 'MIT' }],
  ['type', { type: 'commonjs' }],
  ['sideEffects', { sideEffects: true }],
  ['files', { files: ['src'] }],
  ['repository', { repository: {} }],
  ['engines', { engines: { node: '>=22' } }],
  ['scripts', { scripts: { postinstall: 'node build.js' } }],
  ['exports', { exports: { './package.json': './package.json' } }],
  ['exports', { exports: { '.': sound.exports?.['.'] ?? '' } }],
  ['exports', { exports: { ...sound.exports, './*': './dist/*.js' } }],
  [
    'exports',
    {
      // The built module first: the types after it are never reached.
      exports: {
        ...sound.exports,
        './late': { '@h5tail/source': './src/late.ts', default: './dist/late.js', types: './dist/late.d.ts' },
      },
    },
  ],
])('finds a wrong %s in %j', (field, change) => {
  expect(findManifestFaults('packages/example', { ...sound, ...change })).toEqual([
    expect.stringMatching(`^${field}: `) as string,
  ]);
});
