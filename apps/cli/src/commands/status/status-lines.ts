import type { FileInspection, FileState } from '@h5tail/local-file/recovery';

const words: Readonly<Record<FileState, string>> = {
  live: 'live',
  opened: 'opened',
  closed: 'closed',
  'writer-gone': 'writer gone',
  'writer-unknown': 'writer unknown',
  'not-swmr': 'not SWMR',
  truncated: 'truncated',
};

/** The answer of `h5tail status` for people. */
export function statusLines(inspection: FileInspection, path: string, remedy: string | undefined): string[] {
  const details: readonly (readonly [name: string, text: string | undefined])[] = [
    ['file', path],
    ['superblock', `version ${inspection.superblockVersion}, ${flagWords(inspection)}`],
    ['size', sizeWords(inspection)],
    ['writer', writerWords(inspection)],
    ['remedy', remedy],
  ];
  return [
    words[inspection.state],
    ...details.flatMap(([name, text]) => (text === undefined ? [] : [`    ${name.padEnd(10)}  ${text}`])),
  ];
}

function flagWords({ flags, writer }: FileInspection): string {
  if (flags === undefined) return 'which keeps no flags of writers';
  const meaning = { closed: 'closed', writing: 'open for writing', 'swmr-writing': 'in SWMR mode', unknown: '' }[
    writer
  ];
  return `flags ${flags}: ${meaning}`;
}

function sizeWords({ endOfFile, fileSize }: FileInspection): string {
  if (endOfFile === undefined || endOfFile === fileSize) return `${fileSize} bytes`;
  return `${fileSize} bytes; the superblock says ${endOfFile}`;
}

function writerWords({ writers: { certainty, reason } }: FileInspection): string {
  return certainty === 'unknown' ? `not known: ${reason}` : reason;
}
