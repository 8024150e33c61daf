import type { Options } from 'tsup';
import { readFileSync } from 'node:fs';

interface Manifest {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** One entry per subpath that the manifest exports, so that the manifest stays the only list. */
function exportedSources(manifest: Manifest): string[] {
  return Object.values(manifest.exports ?? {}).flatMap((target) =>
    typeof target === 'string' ? [] : (target['@h5tail/source'] ?? []),
  );
}

/**
 * The build of a package: ESM for Node 20, dependencies left out.
 *
 * Declarations come from `tsc -p tsconfig.build.json`, because tsup's own do not work with TypeScript 7. tsup runs
 * first and empties `dist`; tsc then adds to it.
 *
 * @param extraEntries sources that are built although no subpath exports them: a `bin`, a worker.
 */
export function library(extraEntries: readonly string[] = []): Options {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  return {
    entry: [...exportedSources(manifest), ...extraEntries],
    // tsup leaves out the other kinds of dependencies by itself.
    external: Object.keys(manifest.optionalDependencies ?? {}),
    format: 'esm',
    target: 'node20',
    platform: 'node',
    // Two entries that share a class must share one copy of it.
    splitting: true,
    clean: true,
    dts: false,
    // `node:fs` stays `node:fs`: without the prefix it may resolve to a package.
    removeNodeProtocol: false,
    silent: true,
  };
}
