/** One word of C, and where it stands. */
export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'character' | 'punctuation';
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

/** A line of C after comments are gone and continued lines are joined; `line` is where it began, from 1. */
export interface LogicalLine {
  readonly text: string;
  readonly line: number;
}

const commentOrLiteral = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

/** The lines of a source without comments. A comment over many lines leaves as many empty ones, so that numbers hold. */
export function logicalLines(source: string): LogicalLine[] {
  const bare = source
    .replaceAll('\r\n', '\n')
    .replace(commentOrLiteral, (text) => (text.startsWith('/') ? ` ${text.replace(/[^\n]/g, '')}` : text));
  const lines: LogicalLine[] = [];
  let pending: LogicalLine | undefined;
  for (const [index, raw] of bare.split('\n').entries()) {
    const continued = raw.endsWith('\\');
    const text = continued ? raw.slice(0, -1) : raw;
    pending = pending ? { text: pending.text + text, line: pending.line } : { text, line: index + 1 };
    if (continued) continue;
    lines.push(pending);
    pending = undefined;
  }
  if (pending) lines.push(pending);
  return lines;
}

const word =
  /\s*(?:(?<name>[A-Za-z_]\w*)|(?<number>\.?\d(?:[eEpP][+-]|[\w.])*)|(?<string>"(?:\\.|[^"\\])*")|(?<character>'(?:\\.|[^'\\])*')|(?<punctuation>\.\.\.|<<|>>|<=|>=|==|!=|&&|\|\||##|->|\+\+|--|[^\s\w]))/y;

/** The words of one line. */
export function tokensOf(line: LogicalLine, file: string): Token[] {
  const tokens: Token[] = [];
  word.lastIndex = 0;
  for (let match = word.exec(line.text); match !== null; match = word.exec(line.text)) {
    for (const [kind, text] of Object.entries(match.groups ?? {})) {
      if (text !== undefined) tokens.push({ kind: kind as Token['kind'], text, file, line: line.line });
    }
  }
  return tokens;
}
