import { expect, it } from 'vitest';
import { importsOf } from '../src/imports-of.js';

it('tells what stays at run time from what does not', () => {
  const source = `
    import type { A } from 'only-types';
    import { type B } from 'kept-by-the-compiler';
    import c from 'eager';
    import 'side-effect';
    export * from 'all-again';
    export type { D } from 'types-again';
    type E = import('type-expression').E;
    export const load = async () => await import('lazy');
  `;
  expect(importsOf('a.ts', source)).toEqual([
    { specifier: 'only-types', kind: 'type' },
    { specifier: 'kept-by-the-compiler', kind: 'eager' },
    { specifier: 'eager', kind: 'eager' },
    { specifier: 'side-effect', kind: 'eager' },
    { specifier: 'all-again', kind: 'eager' },
    { specifier: 'types-again', kind: 'type' },
    { specifier: 'type-expression', kind: 'type' },
    { specifier: 'lazy', kind: 'lazy' },
  ]);
});

it('ignores comments and strings', () => {
  expect(importsOf('a.ts', `/** import a from 'a' */ export const text = "import b from 'b'";`)).toEqual([]);
});

it('refuses a source that it cannot parse', () => {
  expect(() => importsOf('a.ts', 'import {')).toThrow(SyntaxError);
});
