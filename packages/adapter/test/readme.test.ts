import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The codes in the table of a text. */
function codesIn(path: string): string[] {
  const text = readFileSync(new URL(path, import.meta.url), 'utf8');
  return [...text.matchAll(/^(?: \* )?\| `([A-Z0-9_]+)`/gm)].map((match) => match[1] as string);
}

it('lists every error code, in the order of the source', () => {
  const listed = codesIn('../src/error-code.ts');
  expect(listed.length).toBeGreaterThan(25);
  expect(codesIn('../README.md')).toEqual(listed);
});

it('documents every error code that there is', () => {
  const source = readFileSync(new URL('../src/error-code.ts', import.meta.url), 'utf8');
  const codes = [...source.matchAll(/^ {2}\| '([A-Z0-9_]+)'/gm)].map((match) => match[1] as string);
  expect(codesIn('../src/error-code.ts')).toEqual(codes);
});
