import type { Token } from './tokens.js';

/** A `#define`; without `parameters` it is one that is written without parentheses. */
export interface Macro {
  readonly name: Token;
  readonly parameters?: readonly string[];
  readonly body: readonly Token[];
}

/** The macros that are defined at one place of a source, by name. */
export type Macros = ReadonlyMap<string, Macro>;

/** Reads what follows `#define`. `spaced` tells whether a space follows the name, which makes `(` part of the body. */
export function macroOf(tokens: readonly Token[], spaced: boolean): Macro | undefined {
  const [name, open] = tokens;
  if (name?.kind !== 'name') return undefined;
  if (spaced || open?.text !== '(') return { name, body: tokens.slice(1) };
  const close = tokens.findIndex((token) => token.text === ')');
  const parameters = tokens
    .slice(2, close)
    .map((token) => token.text)
    .filter((text) => text !== ',');
  return { name, parameters, body: tokens.slice(close + 1) };
}

/** The arguments of a call whose opening parenthesis is at `open`, and the index after the closing one. */
function argumentsAt(tokens: readonly Token[], open: number): { readonly given: Token[][]; readonly end: number } {
  const given: Token[][] = [[]];
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    if (depth === 0) return { given, end: index + 1 };
    if (depth === 1 && token.text === ',') given.push([]);
    else if (index > open) given.at(-1)?.push(token);
  }
  throw new SyntaxError(`${tokens[open]?.file}:${tokens[open]?.line}: a parenthesis is not closed`);
}

function bodyWith(macro: Macro, given: readonly (readonly Token[])[]): Token[] {
  // Joined and quoted words make no prototype and no number in HDF5's public headers.
  if (macro.body.some((token) => token.text.startsWith('#'))) return [];
  const { parameters = [] } = macro;
  const rest = given.slice(parameters.length - 1).flat();
  return macro.body.flatMap((token) => {
    const index = parameters.indexOf(token.text === '__VA_ARGS__' ? '...' : token.text);
    if (index < 0) return [token];
    return parameters[index] === '...' ? rest : [...(given[index] ?? [])];
  });
}

/**
 * Replaces the macros in some tokens. What comes out of a macro stands where its name stood, so that messages point at
 * the line a person reads.
 * @param hidden macros that are being expanded already: a name inside its own body stays as it is
 */
export function expand(tokens: readonly Token[], macros: Macros, hidden: ReadonlySet<string> = new Set()): Token[] {
  const result: Token[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index] as Token;
    const macro = token.kind === 'name' && !hidden.has(token.text) ? macros.get(token.text) : undefined;
    if (macro === undefined || (macro.parameters && tokens[index + 1]?.text !== '(')) {
      result.push(token);
      continue;
    }
    let body = macro.body;
    if (macro.parameters) {
      const { given, end } = argumentsAt(tokens, index + 1);
      body = bodyWith(
        macro,
        given.map((argument) => expand(argument, macros, hidden)),
      );
      index = end - 1;
    }
    const here = body.map(({ kind, text }) => ({ kind, text, file: token.file, line: token.line }));
    result.push(...expand(here, macros, new Set([...hidden, token.text])));
  }
  return result;
}
