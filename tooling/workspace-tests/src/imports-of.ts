import { parseSync } from 'vite';

/** One place where a source names another module. */
export interface Import {
  readonly specifier: string;
  /** `type` leaves nothing behind at run time, `lazy` is `import()`, `eager` is everything else. */
  readonly kind: 'eager' | 'lazy' | 'type';
}

interface Node {
  readonly type: string;
  readonly source?: { readonly value?: unknown } | null;
  readonly importKind?: string;
  readonly exportKind?: string;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** What this node imports. `import { type A } from 'a'` is eager: the compiler keeps the import of `a`. */
function importAt(node: Node): Import | undefined {
  const specifier = node.source?.value;
  if (typeof specifier !== 'string') return undefined;
  switch (node.type) {
    case 'ImportDeclaration':
      return { specifier, kind: node.importKind === 'type' ? 'type' : 'eager' };
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return { specifier, kind: node.exportKind === 'type' ? 'type' : 'eager' };
    case 'ImportExpression':
      return { specifier, kind: 'lazy' };
    case 'TSImportType':
      return { specifier, kind: 'type' };
    default:
      return undefined;
  }
}

/** Every import and re-export of a TypeScript source, in order; comments and strings that look like one are not. */
export function importsOf(file: string, source: string): Import[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new SyntaxError(`${file}: ${errors.map((error) => error.message).join('; ')}`);
  const found: Import[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isNode(value)) return;
    const imported = importAt(value);
    if (imported) found.push(imported);
    Object.values(value).forEach(visit);
  };
  visit(program);
  return found;
}
