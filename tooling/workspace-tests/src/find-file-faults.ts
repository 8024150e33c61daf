import type { SourceFile } from './workspace.js';

const lineLimits = { src: 500, test: 600, bench: 600 } as const;

const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9-]+)*$/;
/** Names that say nothing: such a file becomes a drawer. */
const drawer = /^(?:utils?|helpers?|misc|common)(?:\.|$)/;

/** What is wrong with the size and the names of the files below one folder of a package. */
export function findFileFaults(kind: keyof typeof lineLimits, files: readonly SourceFile[]): string[] {
  return files.flatMap(({ file, source }) => {
    const faults: string[] = [];
    const lines = source.split('\n').length - 1;
    if (lines > lineLimits[kind]) faults.push(`${file}: ${lines} lines, at most ${lineLimits[kind]}`);
    const names = file.split('/').slice(2);
    if (!names.every((name) => kebabCase.test(name))) faults.push(`${file}: not in kebab-case`);
    if (names.some((name) => drawer.test(name))) faults.push(`${file}: name the idea`);
    return faults;
  });
}
