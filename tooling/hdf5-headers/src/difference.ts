/** One thing that we declare otherwise than a header does. */
export interface Difference {
  /** Where the header says it; `line` is 0 where the header says nothing of it. */
  readonly file: string;
  readonly line: number;
  /** The function, variable, type, constant or structure. */
  readonly name: string;
  readonly message: string;
}

/** One line, as compilers write it, so that terminals make a link of it. */
export function lineOf({ file, line, name, message }: Difference): string {
  return `${file}${line > 0 ? `:${line}` : ''}: ${name}: ${message}`;
}
