import type { ErrorCode, Hdf5Error } from '@h5tail/adapter';
import { pathWord } from './path-word.js';
import { shellWord } from './shell-word.js';

/**
 * What a fault of HDF5 or of the file means, in one sentence or two: file, object, what is wrong, and what to do.
 *
 * The packages say what can be done in code; where a user has a command or a flag for it, that is named instead.
 *
 * @param invocation How this program is called, for example `h5tail`.
 */
export function faultWords(error: Hdf5Error, invocation: string): string {
  const own = betterRemedies[error.code] ?? (error.remedy === undefined ? otherRemedies[error.code] : undefined);
  const remedy = own?.(error, invocation);
  return remedy === undefined ? inCommands(error, invocation) : `${withoutRemedy(error)}. ${remedy}`;
}

/** What the packages say for what is a flag or a command here. */
const wordsOfPackages: readonly (readonly [theirs: RegExp, ours: string])[] = [
  [/\browSize\b/g, '--row-size'],
  [/\bwindowLength\b/g, '--window'],
  [/\bscanRank\b/g, '--scan-rank'],
  [/\bfillFrames: read\b/g, '--fill-frames'],
  [/\bwriterIsGone: true\b/g, '--writer-gone'],
  // Who is told that is about to follow or to read it; a file that is open is none for a user.
  [/\bOpen it again(?: to read the new one)?$/g, 'Follow it anew'],
  [/\bOpen it with swmr: true, or wait\b/g, 'Wait'],
  [
    /\bSay how gaps are filled, or begin a new run$/g,
    '--gaps nan, mean, median or a number fills them, --gaps new-run begins a new run',
  ],
  [
    /\bBegin a new run, or allow longer gaps \(maxSeconds\)$/g,
    'Begin a new run, --gaps new-run, or allow longer gaps, --max-gap',
  ],
  [
    /\bTell the time of the first sample, or append to them one by one$/g,
    'Tell the time of the first sample, "start" or --start, or append to them one by one, --channels',
  ],
  [/, or mode 'w' to replace it$/g, ', or remove it first'],
  [/, let them read with locking=False \((HDF5_USE_FILE_LOCKING=FALSE)\), or ignore.*$/g, ', or let them read with $1'],
];

/** The remedy of the packages in flags, and with the file in a command that it ends with. */
function inCommands({ message, remedy, file }: Hdf5Error, invocation: string): string {
  if (remedy === undefined || !message.endsWith(remedy)) return message;
  const named = wordsOfPackages.reduce((text, [theirs, ours]) => text.replaceAll(theirs, ours), remedy);
  const commands = named
    .replace(/h5tail raw repair$/, () => rawRepairCommand(file, invocation))
    .replace(/h5tail mth5 recover\b/, () => mth5RecoverCommand(file, invocation))
    .replace(/h5tail mth5 (?=add|init)/, () => `${invocation} mth5 `);
  return message.slice(0, -remedy.length) + commands;
}

/** What mends a raw message file, as a command line that can be pasted into a shell. */
export function rawRepairCommand(file: string | undefined, invocation: string): string {
  return `${invocation} raw repair ${file === undefined ? 'FILE' : pathWord(file)}`;
}

/** What mends an MTH5 file whose writer was killed, as a command line that can be pasted into a shell. */
export function mth5RecoverCommand(file: string | undefined, invocation: string): string {
  return `${invocation} mth5 recover ${file === undefined ? 'FILE' : pathWord(file)}`;
}

type Remedies = { readonly [Code in ErrorCode]?: (error: Hdf5Error, invocation: string) => string | undefined };

/** Said whatever the error says. */
const betterRemedies: Remedies = {
  OBJECT_NOT_FOUND: (error, invocation) =>
    saysWhatThereIs(error) ? undefined : `See what there is with ${lsCommand(error, invocation)}`,
  WRONG_KIND: (error, invocation) => `Name a dataset in it; see ${lsCommand(error, invocation, error.object)}`,
  NO_SPACE: ({ message, details }) =>
    [message, ...details.map((entry) => entry.message)].some((text) => /file too large/i.test(text))
      ? 'Write to several files, or raise the limit'
      : undefined,
  UNSUPPORTED: ({ message }) =>
    message.includes('lacks the capability') ? 'Another one may have it: choose with --backend' : undefined,
};

/** Said where the error has no remedy of its own. */
const otherRemedies: Remedies = {
  BROKEN_LINK: (error, invocation) => `See where it leads with ${lsCommand(error, invocation)}`,
  WRONG_DTYPE: (error, invocation) => `Name a dataset of numbers; see ${lsCommand(error, invocation)}`,
  NULL_DATASPACE: (error, invocation) => `Name a dataset with elements; see ${lsCommand(error, invocation)}`,
  OUT_OF_RANGE: ({ index }) =>
    index === undefined ? undefined : 'The keys have more points than the data: check --keys, --data and --scan-rank',
  TRANSIENT_READ: () => 'Its writer may be slow or gone; --timeout waits longer',
  HDF5: (error, invocation) => `See whether the file can be listed: ${lsCommand(error, invocation)}`,
};

/** Whether the remedy names the stations, runs or channels that there are, or another kind of file. */
function saysWhatThereIs({ remedy = '' }: Hdf5Error): boolean {
  return /^There (are|is nothing of the kind) |\bmth5 init has made$/.test(remedy);
}

function lsCommand({ file }: Hdf5Error, invocation: string, object?: string): string {
  const words = [`${invocation} ls`, pathWord(file ?? 'FILE')];
  return (object === undefined ? words : [...words, shellWord(object)]).join(' ');
}

function withoutRemedy({ message, remedy }: Hdf5Error): string {
  const end = `. ${remedy}`;
  return remedy !== undefined && message.endsWith(end) ? message.slice(0, -end.length) : message;
}
