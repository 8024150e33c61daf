/** A block of TypeScript in a text for users. */
export interface Sample {
  /** Line of its first code line, counted from 1. */
  readonly line: number;
  readonly code: string;
}

/**
 * The complete samples of a Markdown text: its `ts` blocks that begin with an import. Fragments, which show a single
 * call, do not.
 */
export function samplesOf(markdown: string): Sample[] {
  const samples: Sample[] = [];
  let open: { line: number; lines: string[] } | undefined;
  markdown.split('\n').forEach((text, i) => {
    if (open === undefined) {
      if (text.trim() === '```ts') open = { line: i + 2, lines: [] };
    } else if (text.trim() === '```') {
      const code = open.lines.join('\n');
      if (code.startsWith('import ')) samples.push({ line: open.line, code });
      open = undefined;
    } else open.lines.push(text);
  });
  return samples;
}
