import { enumBytes, int, longBytes, type CType, type IntegerType } from './c-types.js';
import type { Token } from './tokens.js';

/** What the names in an expression mean. */
export interface Meaning {
  /** The value of an enumerator; `undefined` for what is no constant, such as a variable. */
  valueOf(name: string): bigint | undefined;
  /** The type that the words between two parentheses name; `undefined` when they name none. */
  typeOf(tokens: readonly Token[]): CType | undefined;
  /** How many bytes it takes. */
  sizeOf(type: CType): number;
}

interface Value {
  /** `undefined` for what is known only when a program runs. */
  readonly value: bigint | undefined;
  readonly type: IntegerType;
}

const unknown: Value = { value: undefined, type: int };
const unsignedLong: IntegerType = { kind: 'integer', bytes: 8, signed: false };

const precedences: Readonly<Record<string, number>> = Object.fromEntries(
  [['||'], ['&&'], ['|'], ['^'], ['&'], ['==', '!='], ['<', '>', '<=', '>='], ['<<', '>>'], ['+', '-'], ['*', '/', '%']]
    .map((operators, index) => operators.map((operator) => [operator, index + 1] as const))
    .flat(),
);

function wrap(value: bigint | undefined, type: IntegerType): Value {
  if (value === undefined) return { value, type };
  const bits = type.bytes * 8;
  return { value: type.signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value), type };
}

function commonType(a: IntegerType, b: IntegerType): IntegerType {
  if (a.bytes < int.bytes && b.bytes < int.bytes) return int;
  if (a.bytes !== b.bytes) return a.bytes > b.bytes ? a : b;
  return a.signed ? b : a;
}

function applied(operator: string, a: bigint, b: bigint): bigint | undefined {
  switch (operator) {
    case '||':
      return BigInt(a !== 0n || b !== 0n);
    case '&&':
      return BigInt(a !== 0n && b !== 0n);
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '&':
      return a & b;
    case '==':
      return BigInt(a === b);
    case '!=':
      return BigInt(a !== b);
    case '<':
      return BigInt(a < b);
    case '>':
      return BigInt(a > b);
    case '<=':
      return BigInt(a <= b);
    case '>=':
      return BigInt(a >= b);
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0n ? undefined : a / b;
    case '%':
      return b === 0n ? undefined : a % b;
    default:
      return undefined;
  }
}

function literal(text: string): Value {
  const match = /^(0[xX][0-9a-fA-F]+|\d+)([uUlL]*)$/.exec(text);
  if (!match) return unknown;
  const [, digits = '', suffix = ''] = match;
  const value = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
  const longs = suffix.replace(/u/i, '').length;
  const bytes = value > 0xffff_ffffn || longs > 1 ? 8 : longs === 1 ? longBytes : 4;
  return { value, type: { kind: 'integer', bytes, signed: !/u/i.test(suffix) } };
}

/** Reads one expression, with what stands for its names. */
class Expression {
  #next = 0;

  constructor(
    readonly tokens: readonly Token[],
    readonly meaning: Meaning,
  ) {}

  /** The whole expression: a comma gives what follows it. */
  comma(): Value {
    let value = this.#conditional();
    while (this.#take(',')) value = this.#conditional();
    return value;
  }

  get atEnd(): boolean {
    return this.#next >= this.tokens.length;
  }

  #take(text: string): boolean {
    if (this.tokens[this.#next]?.text !== text) return false;
    this.#next++;
    return true;
  }

  #conditional(): Value {
    const condition = this.#binary(1);
    if (!this.#take('?')) return condition;
    const yes = this.comma();
    this.#take(':');
    const no = this.#conditional();
    if (condition.value === undefined) return unknown;
    return condition.value === 0n ? no : yes;
  }

  #binary(least: number): Value {
    let left = this.#unary();
    for (;;) {
      const operator = this.tokens[this.#next]?.text ?? '';
      const precedence = precedences[operator] ?? 0;
      if (precedence < least) return left;
      this.#next++;
      const right = this.#binary(precedence + 1);
      const { value: a } = left;
      const { value: b } = right;
      const value = a === undefined || b === undefined ? undefined : applied(operator, a, b);
      left = wrap(value, commonType(left.type, right.type));
    }
  }

  #unary(): Value {
    if (this.#take('+')) return this.#unary();
    for (const [operator, apply] of Object.entries({
      '-': (value: bigint) => -value,
      '~': (value: bigint) => ~value,
      '!': (value: bigint) => BigInt(value === 0n),
    })) {
      if (!this.#take(operator)) continue;
      const { value, type } = this.#unary();
      return wrap(value === undefined ? undefined : apply(value), type);
    }
    return this.#primary();
  }

  #primary(): Value {
    const token = this.tokens[this.#next++];
    if (token?.text === '(') return this.#parenthesis();
    if (token?.kind === 'number') return literal(token.text);
    if (token?.kind !== 'name') return unknown;
    if (this.tokens[this.#next]?.text === '(') {
      const inner = this.#inner();
      const type = token.text === 'sizeof' ? this.meaning.typeOf(inner) : undefined;
      return type ? { value: BigInt(this.meaning.sizeOf(type)), type: unsignedLong } : unknown;
    }
    return { value: this.meaning.valueOf(token.text), type: int };
  }

  /** A cast or an expression of its own. */
  #parenthesis(): Value {
    this.#next--;
    const inner = this.#inner();
    const type = this.meaning.typeOf(inner);
    if (type === undefined) return new Expression(inner, this.meaning).comma();
    const { value } = this.#unary();
    if (type.kind === 'integer') return wrap(value, type);
    return type.kind === 'enum' ? wrap(value, { ...int, bytes: enumBytes }) : unknown;
  }

  /** What stands between the parentheses at hand. */
  #inner(): readonly Token[] {
    const start = this.#next + 1;
    let depth = 0;
    while (!this.atEnd) {
      const { text } = this.tokens[this.#next++] as Token;
      if (text === '(') depth++;
      if (text === ')' && --depth === 0) break;
    }
    return this.tokens.slice(start, this.#next - 1);
  }
}

/**
 * The value of a constant expression whose macros are expanded already; `undefined` when it is none, such as a string
 * or something that only a running program knows.
 */
export function evaluate(tokens: readonly Token[], meaning: Meaning): bigint | undefined {
  if (tokens.length === 0) return undefined;
  const expression = new Expression(tokens, meaning);
  const { value } = expression.comma();
  return expression.atEnd ? value : undefined;
}
