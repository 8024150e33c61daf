import { defineProject, type UserProjectConfigExport } from 'vitest/config';

/** Tests run on the sources of every workspace package: no build first, and no stale one. */
const conditions = ['@h5tail/source', 'module', 'node', 'development|production'];

/** The test settings of one package. `typeTests` is for packages that have `*.test-d.ts` files. */
export function packageTests(name: string, options: { readonly typeTests?: boolean } = {}): UserProjectConfigExport {
  return defineProject({
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      include: ['test/**/*.test.ts'],
      testTimeout: 30_000,
      hookTimeout: 30_000,
      typecheck: {
        enabled: options.typeTests ?? false,
        checker: 'tsc',
        include: ['test/**/*.test-d.ts'],
        tsconfig: './tsconfig.json',
        // `pnpm typecheck` reports faults in the sources; here only the assertions count.
        ignoreSourceErrors: true,
      },
    },
  });
}
