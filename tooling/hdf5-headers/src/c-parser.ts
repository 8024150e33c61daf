import type { CInterface, Declared } from './c-interface.js';
import {
  numberWords,
  typeOfWords,
  type CType,
  type Field,
  type FunctionType,
  type Parameter,
  type RecordType,
} from './c-types.js';
import { evaluate } from './constant-expression.js';
import { sizeOf } from './layout.js';
import type { Token } from './tokens.js';

/** What HDF5's headers write before what the library exports. */
export const exportMarks: ReadonlySet<string> = new Set(['H5_DLL', 'H5_DLLVAR']);

const ignoredWords = new Set(
  'const volatile restrict __restrict extern static inline __inline register _Noreturn __extension__'.split(' '),
);
/** Words that are followed by something in parentheses and say nothing of types. */
const attributes = new Set(['__attribute__', '__declspec', '__asm__', '_Alignas']);

/** One declared name with its type; a name is missing in `(void *)` and in most parameters of function pointers. */
interface Declarator {
  readonly name: Token | undefined;
  readonly type: CType;
}

/** Reads the declarations of C that public headers hold. Bodies of functions are skipped. */
class CParser implements CInterface {
  readonly functions = new Map<string, Declared<FunctionType>>();
  readonly variables = new Map<string, Declared<CType>>();
  readonly types = new Map<string, Declared<CType>>();
  readonly enumerators = new Map<string, { readonly value: bigint; readonly place: Token }>();
  readonly #tags = new Map<string, CType>();
  #next = 0;

  constructor(
    readonly tokens: readonly Token[],
    /** The types that are known before. */
    readonly known: (name: string) => CType | undefined,
  ) {}

  parse(): CInterface {
    while (this.#next < this.tokens.length) this.#external();
    return this;
  }

  #at(offset = 0): string {
    return this.tokens[this.#next + offset]?.text ?? '';
  }

  #take(text: string): boolean {
    if (this.#at() !== text) return false;
    this.#next++;
    return true;
  }

  #expect(text: string): void {
    if (this.#take(text)) return;
    const token = this.tokens[Math.min(this.#next, this.tokens.length - 1)];
    throw new SyntaxError(`${token?.file}:${token?.line}: expected ${text} where ${this.#at() || 'nothing'} stands`);
  }

  /** Skips what stands between two brackets, both included. */
  #skip(open: string, close: string): void {
    let depth = 0;
    do {
      const text = this.#at();
      if (text === open) depth++;
      if (text === close) depth--;
      this.#next++;
    } while (depth > 0 && this.#next < this.tokens.length);
  }

  #external(): void {
    if (this.#take(';')) return;
    const exported = exportMarks.has(this.#at());
    if (exported) this.#next++;
    const isTypedef = this.#take('typedef');
    const base = this.#specifier();
    while (this.#at() !== ';' && this.#next < this.tokens.length) {
      const { name, type } = this.#declarator(base);
      if (name && isTypedef) this.#define(name, type);
      else if (name && exported) this.#export(name, type);
      this.#attributes();
      if (this.#at() === '=') while (![',', ';'].includes(this.#at())) this.#next++;
      if (this.#at() === '{') return this.#skip('{', '}');
      if (!this.#take(',')) break;
    }
    this.#expect(';');
  }

  #define(name: Token, type: CType): void {
    if (type.kind === 'record') type.name ||= name.text;
    this.types.set(name.text, { type, place: name });
  }

  #export(name: Token, type: CType): void {
    if (type.kind === 'function') this.functions.set(name.text, { type, place: name });
    else this.variables.set(name.text, { type, place: name });
  }

  #attributes(): boolean {
    const start = this.#next;
    for (;;) {
      if (attributes.has(this.#at())) {
        this.#next++;
        this.#skip('(', ')');
      } else if (ignoredWords.has(this.#at())) this.#next++;
      else return this.#next > start;
    }
  }

  /** What stands before the name: `const unsigned long`, `struct H5O_info_t {...}`, `hid_t`. */
  #specifier(): CType {
    const words: string[] = [];
    let found: CType | undefined;
    for (;;) {
      if (this.#attributes()) continue;
      const word = this.#at();
      if (numberWords.has(word)) {
        words.push(word);
        this.#next++;
      } else if (found || words.length > 0) break;
      else if (word === 'struct' || word === 'union') found = this.#record(word);
      else if (word === 'enum') found = this.#enumeration();
      else {
        const token = this.tokens[this.#next++];
        if (token?.kind !== 'name') {
          throw new SyntaxError(`${token?.file}:${token?.line}: expected a type where ${token?.text} stands`);
        }
        found = this.#typeNamed(token.text) ?? { kind: 'foreign', name: token.text };
      }
    }
    return found ?? typeOfWords(words);
  }

  #typeNamed(name: string): CType | undefined {
    return this.types.get(name)?.type ?? this.known(name);
  }

  #tag(): Token | undefined {
    this.#attributes();
    const token = this.tokens[this.#next];
    if (token?.kind !== 'name') return undefined;
    this.#next++;
    return token;
  }

  #record(keyword: 'struct' | 'union'): CType {
    this.#next++;
    const tag = this.#tag();
    const announced = tag && this.#tags.get(tag.text);
    const record: RecordType = announced?.kind === 'record' ? announced : { kind: 'record', keyword, name: '' };
    if (tag) {
      record.name = tag.text;
      this.#tags.set(tag.text, record);
    }
    if (!this.#take('{')) return record;
    const fields: Field[] = [];
    while (!this.#take('}')) {
      const base = this.#specifier();
      // Without a name: a struct or union whose fields belong to this one.
      if (this.#at() === ';') fields.push({ name: '', type: base });
      while (this.#at() !== ';') {
        const { name, type } = this.#declarator(base);
        fields.push({ name: name?.text ?? '', type });
        this.#attributes();
        if (!this.#take(',')) break;
      }
      this.#expect(';');
    }
    record.fields = fields;
    return record;
  }

  #enumeration(): CType {
    this.#next++;
    const tag = this.#tag();
    const type: CType = (tag && this.#tags.get(tag.text)) ?? { kind: 'enum', name: tag?.text ?? '' };
    if (tag) this.#tags.set(tag.text, type);
    if (!this.#take('{')) return type;
    let value = -1n;
    while (!this.#take('}')) {
      const place = this.tokens[this.#next++] as Token;
      const expression: Token[] = [];
      if (this.#take('=')) {
        for (let depth = 0; depth > 0 || ![',', '}'].includes(this.#at());) {
          depth += Number(this.#at() === '(') - Number(this.#at() === ')');
          expression.push(this.tokens[this.#next++] as Token);
        }
      }
      value = expression.length > 0 ? (evaluate(expression, this) ?? value + 1n) : value + 1n;
      this.enumerators.set(place.text, { value, place });
      this.#take(',');
    }
    return type;
  }

  #declarator(base: CType): Declarator {
    this.#attributes();
    let type = base;
    while (this.#take('*')) {
      type = { kind: 'pointer', to: type };
      this.#attributes();
    }
    const nested = this.#at() === '(' && (this.#at(1) === '*' || this.#at(1) === '(');
    if (!nested) {
      const token = this.tokens[this.#next];
      const name = token?.kind === 'name' ? token : undefined;
      if (name) this.#next++;
      return { name, type: this.#suffix(type) };
    }
    // What stands after the parentheses belongs to the inside: `herr_t (*op)(hid_t)` is a pointer to a function.
    const inside = this.#next + 1;
    this.#skip('(', ')');
    type = this.#suffix(type);
    const after = this.#next;
    this.#next = inside;
    const inner = this.#declarator(type);
    this.#next = after;
    return inner;
  }

  /** Arrays and parameters after a name. */
  #suffix(base: CType): CType {
    if (this.#at() === '(') {
      const { parameters, variadic } = this.#parameters();
      return { kind: 'function', returns: base, parameters, variadic };
    }
    if (!this.#take('[')) return base;
    const start = this.#next;
    while (this.#at() !== ']') this.#next++;
    const length = evaluate(this.tokens.slice(start, this.#next), this);
    this.#expect(']');
    return { kind: 'array', of: this.#suffix(base), length: length === undefined ? undefined : Number(length) };
  }

  #parameters(): { readonly parameters: Parameter[]; readonly variadic: boolean } {
    this.#expect('(');
    const parameters: Parameter[] = [];
    let variadic = false;
    while (!this.#take(')')) {
      if (this.#take('...')) variadic = true;
      else {
        const start = this.#next;
        const { type } = this.#declarator(this.#specifier());
        const text = textOf(this.tokens.slice(start, this.#next));
        if (type.kind !== 'void') parameters.push({ type: asParameter(type), text });
      }
      this.#take(',');
    }
    return { parameters, variadic };
  }

  valueOf(name: string): bigint | undefined {
    return this.enumerators.get(name)?.value;
  }

  typeOf(tokens: readonly Token[]): CType | undefined {
    return typeNamedBy(tokens, (name) => this.#typeNamed(name));
  }

  sizeOf(type: CType): number {
    return sizeOf(type);
  }
}

/** The type that a cast or `sizeof` names; only names, numbers' words and `*`, as HDF5's macros use them. */
export function typeNamedBy(
  tokens: readonly Token[],
  typeNamed: (name: string) => CType | undefined,
): CType | undefined {
  const words = tokens.map((token) => token.text).filter((text) => text !== '*' && !ignoredWords.has(text));
  const [first] = words;
  if (first === undefined) return undefined;
  let type = words.every((word) => numberWords.has(word)) ? typeOfWords(words) : undefined;
  if (words.length === 1) type ??= typeNamed(first);
  for (const token of tokens) if (type && token.text === '*') type = { kind: 'pointer', to: type };
  return type;
}

/** Arrays and functions come as pointers. */
function asParameter(type: CType): CType {
  if (type.kind === 'array') return { kind: 'pointer', to: type.of };
  return type.kind === 'function' ? { kind: 'pointer', to: type } : type;
}

function textOf(tokens: readonly Token[]): string {
  return tokens
    .map(({ text }) => text)
    .join(' ')
    .replaceAll('* ', '*')
    .replace(/ ([),[\]])/g, '$1')
    .replace(/([(]) /g, '$1');
}

/**
 * Reads what some preprocessed C declares. Throws a SyntaxError that names the file and the line.
 * @param known the types that are known before, by their names
 */
export function parseC(tokens: readonly Token[], known: (name: string) => CType | undefined): CInterface {
  return new CParser(tokens, known).parse();
}
