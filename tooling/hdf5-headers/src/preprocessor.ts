import { evaluate } from './constant-expression.js';
import { expand, macroOf, type Macro, type Macros } from './macros.js';
import { logicalLines, tokensOf, type LogicalLine, type Token } from './tokens.js';

/** What is left of a source and of all that it includes. */
export interface Preprocessed {
  readonly tokens: readonly Token[];
  readonly macros: Macros;
}

/** Finds the text of an included file; `undefined` leaves it out, as the C library's own headers are. */
export type FindSource = (name: string) => { readonly file: string; readonly text: string } | undefined;

interface Conditional {
  /** Whether the lines around it count. */
  readonly outer: boolean;
  /** Whether one of its branches counted already. */
  taken: boolean;
}

const directive = /^\s*#\s*(\w+)(?:\s+([\s\S]*))?$/;

/** Follows the directives of C through a source and all that it includes. */
class Preprocessor {
  readonly macros: Map<string, Macro>;
  readonly #result: Token[] = [];
  #pending: Token[] = [];
  readonly #included = new Set<string>();

  constructor(
    readonly find: FindSource,
    /** Names that stay as they are although a header defines them. */
    readonly kept: ReadonlySet<string>,
    given: Readonly<Record<string, string>>,
  ) {
    this.macros = new Map(
      Object.entries(given).map(([name, text]) => {
        const [token, ...body] = tokensOf({ text: `${name} ${text}`, line: 0 }, '');
        return [name, { name: token as Token, body }];
      }),
    );
  }

  finish(): Preprocessed {
    this.#flush();
    return { tokens: this.#result, macros: this.macros };
  }

  include(name: string): void {
    const source = this.find(name);
    // Every header of HDF5 guards itself except the one that only defines macros: twice is never of use.
    if (source === undefined || this.#included.has(source.file)) return;
    this.#included.add(source.file);
    this.#read(logicalLines(source.text), source.file);
  }

  #read(lines: readonly LogicalLine[], file: string): void {
    const conditionals: Conditional[] = [];
    let active = true;
    for (const line of lines) {
      const match = directive.exec(line.text);
      if (match === null) {
        if (active) this.#pending.push(...tokensOf(line, file));
        continue;
      }
      const [, word = '', rest = ''] = match;
      const tokens = tokensOf({ text: rest, line: line.line }, file);
      if (word === 'if' || word === 'ifdef' || word === 'ifndef') {
        const holds: boolean = active && this.#holds(word, tokens);
        conditionals.push({ outer: active, taken: holds });
        active = holds;
      } else if (word === 'elif' || word === 'else') {
        const conditional = conditionals.at(-1);
        if (conditional === undefined) throw new SyntaxError(`${file}:${line.line}: #${word} without #if`);
        active = conditional.outer && !conditional.taken && (word === 'else' || this.#holds('if', tokens));
        conditional.taken ||= active;
      } else if (word === 'endif') {
        active = conditionals.pop()?.outer ?? true;
      } else if (active) this.#obey(word, tokens, rest);
    }
  }

  #obey(word: string, tokens: readonly Token[], rest: string): void {
    // Words before a definition must not see it.
    if (word === 'define' || word === 'undef' || word === 'include') this.#flush();
    const name = tokens[0]?.text ?? '';
    if (word === 'include') {
      const quoted = /^"([^"]+)"/.exec(rest)?.[1];
      if (quoted !== undefined) this.include(quoted);
    } else if (this.kept.has(name)) return;
    else if (word === 'undef') this.macros.delete(name);
    else if (word === 'define') {
      const macro = macroOf(tokens, !rest.startsWith(`${name}(`));
      if (macro) this.macros.set(name, macro);
    }
  }

  #holds(word: string, tokens: readonly Token[]): boolean {
    const isDefined = (name: string | undefined): boolean => this.macros.has(name ?? '') || this.kept.has(name ?? '');
    if (word === 'ifdef') return isDefined(tokens[0]?.text);
    if (word === 'ifndef') return !isDefined(tokens[0]?.text);
    const answered: Token[] = [];
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index] as Token;
      if (token.text !== 'defined') {
        answered.push(token);
        continue;
      }
      const parenthesis = tokens[index + 1]?.text === '(';
      const name = tokens[index + (parenthesis ? 2 : 1)]?.text;
      answered.push({ ...token, kind: 'number', text: isDefined(name) ? '1' : '0' });
      index += parenthesis ? 3 : 1;
    }
    const nothing = { valueOf: () => 0n, typeOf: () => undefined, sizeOf: () => 0 };
    return (evaluate(expand(answered, this.macros), nothing) ?? 0n) !== 0n;
  }

  #flush(): void {
    this.#result.push(...expand(this.#pending, this.macros));
    this.#pending = [];
  }
}

/**
 * Reads a source and all that it includes by `"name"`.
 * @param given macros that are defined before, such as those of the platform
 * @param kept names that stay in the text although a header defines them as macros
 */
export function preprocess(
  entry: string,
  find: FindSource,
  given: Readonly<Record<string, string>>,
  kept: ReadonlySet<string>,
): Preprocessed {
  const preprocessor = new Preprocessor(find, kept, given);
  preprocessor.include(entry);
  return preprocessor.finish();
}
