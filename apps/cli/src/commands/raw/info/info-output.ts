import type { RawContent } from '@h5tail/larpix-raw';
import type { FileInspection } from '@h5tail/local-file/recovery';
import type { JsonValue } from '../../../frame/exact-json.js';
import { flavourWords, type Flavour } from './flavour.js';

/** What is known of a raw file. */
export interface RawFileInfo {
  readonly path: string;
  readonly content: RawContent;
  readonly inspection: FileInspection;
  readonly flavour: Flavour;
}

const stateWords: Readonly<Record<FileInspection['state'], string>> = {
  live: 'live: a writer has it open',
  opened: 'opened by a writer that has not begun SWMR mode',
  closed: 'closed',
  'writer-gone': 'gone without closing the file',
  'writer-unknown': 'has not closed the file; whether it is still there is not known',
  'not-swmr': 'not known: the format does not tell',
  truncated: 'not known: the file is shorter than it says',
};

/** For people. */
export function infoLines({ path, content, inspection, flavour }: RawFileInfo): string[] {
  const { version, ioVersion, created, modified, length, headers } = content;
  const others = [...headers.keys()].filter((name) => name !== 'io_groups');
  const entries: readonly (readonly [name: string, text: string])[] = [
    ['file', path],
    ['version', version],
    ['io_version', ioVersion ?? 'none'],
    ['created', timeText(created)],
    ['modified', timeText(modified)],
    ['length', String(length)],
    ['flavour', flavourWords(flavour)],
    ...(others.length === 0 ? [] : [['headers', `also ${others.join(', ')}`] as const]),
    ['writer', stateWords[inspection.state]],
  ];
  return entries.map(([name, text]) => `${name.padEnd(10)}  ${text}`);
}

/** For programs. Parts are added, never changed. */
export function infoJson(info: RawFileInfo): { readonly [name: string]: JsonValue } {
  const { path, content, inspection, flavour } = info;
  const { version, ioVersion, created, modified, length, headers } = content;
  const { hdf5, superblock, layout, headers: headerKind } = flavour;
  return {
    file: path,
    version,
    io_version: ioVersion,
    created,
    modified,
    length,
    flavour: { hdf5: hdf5 ?? null, superblock: superblock ?? null, layout: layout ?? null, headers: headerKind },
    header_fields: [...headers.keys()],
    writer: inspection.writer,
    state: inspection.state,
  };
}

function timeText(secondsSince1970: number): string {
  const date = new Date(1000 * secondsSince1970);
  return Number.isNaN(date.getTime()) ? String(secondsSince1970) : `${date.toISOString()} (${secondsSince1970})`;
}
