/** Why a library could not be used, in words for users. */
export interface LoaderWords {
  readonly reason: string;
  /** Whether there is none of this name. */
  readonly isMissing: boolean;
}

const wrongProcessor = /wrong ELF class|incompatible (cpu )?architecture|Cannot load '.*' DLL|wrong architecture/i;
const noLibrary =
  /invalid ELF header|file too short|not a mach-o|not a valid (win32 application|elf)|Exec format error|Is a directory/i;
const notFound = /no such file|cannot be found|could not be found|image not found/i;

/**
 * Makes sense of what the system says: glibc, musl, macOS and Windows each have words of their own.
 *
 * @param name Of the library that was to be opened.
 * @param words What the system said.
 */
export function loaderWords(name: string, words: string): LoaderWords {
  const said = withoutOwnName(name, words);
  if (wrongProcessor.test(said)) return found(`made for another processor than this Node (${said})`);
  if (noLibrary.test(said)) return found(`not a library (${said})`);
  if (!notFound.test(said)) return found(said);
  // glibc puts the name of the missing file in front, musl at the end with who needs it; macOS has it on the first of several lines.
  const needed =
    /^(lib[^:\s]+): /.exec(said)?.[1] ??
    /shared library ([^:\s]+):.*needed by/.exec(said)?.[1] ??
    /Library not loaded: (\S+)/.exec(said)?.[1];
  if (needed !== undefined && needed !== name) return found(`it needs ${needed}, which is not there`);
  return { reason: 'not found', isMissing: true };
}

function found(reason: string): LoaderWords {
  return { reason, isMissing: false };
}

function withoutOwnName(name: string, words: string): string {
  const text = words.replace(/^Failed to load shared library: /, '').trim();
  return text.startsWith(`${name}: `) ? text.slice(name.length + 2) : text;
}
