import type { JsonValue } from './python-json.js';

/**
 * The lists and dictionaries that files hold as text: JSON, and what Python prints, `['a', 'b']` or `{'applied': True}`.
 *
 * @returns undefined for text that is neither.
 */
export function parseLiteral(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return parsePythonLiteral(text);
  }
}

/** Text in either kind of quotes, a word or number, or a mark; what lies between them is skipped. */
const token =
  /\s*(?:'(?<single>(?:[^'\\]|\\.)*)'|"(?<double>(?:[^"\\]|\\.)*)"|(?<mark>[[\](){}:,])|(?<word>[^\s'"[\](){}:,]+))\s*/suy;

interface Token {
  readonly kind: 'text' | 'mark' | 'word';
  readonly text: string;
}

const words: Readonly<Record<string, JsonValue>> = {
  True: true,
  true: true,
  False: false,
  false: false,
  None: null,
  null: null,
};

const closing: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };

function parsePythonLiteral(text: string): JsonValue | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  const reader = new TokenReader(tokens);
  const value = reader.value();
  return reader.isAtEnd ? value : undefined;
}

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const pattern = new RegExp(token);
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text)?.groups;
    if (found === undefined) return undefined;
    const quoted = found['single'] ?? found['double'];
    if (quoted !== undefined) tokens.push({ kind: 'text', text: unescaped(quoted) });
    else if (found['mark'] !== undefined) tokens.push({ kind: 'mark', text: found['mark'] });
    else tokens.push({ kind: 'word', text: found['word'] ?? '' });
  }
  return tokens;
}

const escape = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U(00(?:0\d|0[a-fA-F]|10)[\da-fA-F]{4})|(.))/gsu;

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescaped(quoted: string): string {
  return quoted.replaceAll(escape, (_, byte?: string, unit?: string, point?: string, letter?: string) => {
    const code = byte ?? unit ?? point;
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
    return controls[letter ?? ''] ?? letter ?? '';
  });
}

/** Reads values one after the other; undefined where there is none. */
class TokenReader {
  #next = 0;

  constructor(readonly tokens: readonly Token[]) {}

  get isAtEnd(): boolean {
    return this.#next === this.tokens.length;
  }

  /** @param depth how many more lists may lie in each other: a damaged file is not to exhaust the stack. */
  value(depth = 100): JsonValue | undefined {
    const first = this.tokens[this.#next];
    this.#next += 1;
    if (first === undefined) return undefined;
    if (first.kind === 'text') return first.text;
    if (first.kind === 'word') return ofWord(first.text);
    const end = closing[first.text];
    if (end === undefined || depth === 0) return undefined;
    return end === '}' ? this.#members(depth - 1) : this.#items(end, depth - 1);
  }

  #items(end: string, depth: number): JsonValue[] | undefined {
    const items: JsonValue[] = [];
    while (!this.#take(end)) {
      const item = this.value(depth);
      if (item === undefined || !this.#isAfterItem(end)) return undefined;
      items.push(item);
    }
    return items;
  }

  #members(depth: number): { readonly [name: string]: JsonValue } | undefined {
    const members = new Map<string, JsonValue>();
    while (!this.#take('}')) {
      const name = this.value(depth);
      const value = this.#take(':') ? this.value(depth) : undefined;
      if (typeof name !== 'string' || value === undefined || !this.#isAfterItem('}')) return undefined;
      members.set(name, value);
    }
    return Object.fromEntries(members);
  }

  /** Whether a comma follows, which is taken, or the end, which is not. */
  #isAfterItem(end: string): boolean {
    return this.#take(',') || this.#isAt(end);
  }

  #take(mark: string): boolean {
    const isThere = this.#isAt(mark);
    if (isThere) this.#next += 1;
    return isThere;
  }

  #isAt(mark: string): boolean {
    const next = this.tokens[this.#next];
    return next?.kind === 'mark' && next.text === mark;
  }
}

function ofWord(word: string): JsonValue | undefined {
  if (Object.hasOwn(words, word)) return words[word];
  const number = Number(word);
  return Number.isNaN(number) ? undefined : number;
}
