import { Hdf5Error, type VariableLength } from '@h5tail/adapter';
import { effectiveVersion, requireVersionTexts } from './format/format-version.js';
import { ioGroupsOf, type HeaderFields } from './format/header-dataset.js';
import { commonLength, requireReadable, type RawFile } from './format/raw-file.js';
import { readTimes, type RawFileMeta } from './format/raw-file-meta.js';
import type { IoGroups } from './messages/io-groups.js';
import { withRawFile, type RawReadOptions } from './reading/read-options.js';
import { readRows } from './reading/read-rows.js';
import { chosenRows, requireChoice, type ChosenRows, type RowChoice } from './reading/row-ranges.js';
import type { WrittenHeaders } from './reading/written-headers.js';

/** Options of {@link fromRawFile}. */
export interface FromRawFileOptions extends RawReadOptions, RowChoice {
  /** Whether to leave the messages away. Default: false. */
  readonly headersOnly?: boolean;
  /** The format version that the program was made for: the same major, and the file's minor at least that. Default: any known. */
  readonly version?: string;
  /** The same for the messages inside. A file that does not say its `io_version` is taken. Default: any. */
  readonly ioVersion?: string;
}

/** What is in a raw file, or in the part of it that was asked for. */
export interface RawContent extends RawFileMeta {
  /** Number of messages in the file. */
  readonly length: number;
  /** The messages, in one contiguous buffer plus offsets: the caller's own. `null` with `headersOnly`. */
  readonly messages: VariableLength<Uint8Array> | null;
  /** The board of each message. */
  readonly ioGroups: IoGroups;
  /** All fields of the headers by name: `io_groups`, and what other programs added. */
  readonly headers: HeaderFields;
}

/**
 * Reads messages of a raw file, also while it is being written.
 *
 * Messages that a writer has half done are left out: read is what has both its bytes and its header. One call returns
 * 4 GiB of messages at most; take `start` and `end` for more.
 *
 * @returns `version` is the smaller of the file's and the one asked for.
 * @throws Hdf5Error as {@link lengthOfRawFile}; `WRONG_VERSION` where the file does not serve; `INVALID_DATA` for a mask of
 * another length than the file; `OUT_OF_RANGE` for an index that is not there.
 * @throws TypeError for options of a wrong kind.
 *
 * @example
 * ```ts
 * const { messages, ioGroups } = await fromRawFile('raw.h5', { adapter: wasmAdapter(), start: -100 });
 * for (const [i, message] of [...messages].entries()) console.log(ioGroups[i], message);
 * ```
 */
export async function fromRawFile(
  path: string,
  options: FromRawFileOptions & { readonly headersOnly?: false },
): Promise<RawContent & { readonly messages: VariableLength<Uint8Array> }>;
export async function fromRawFile(path: string, options: FromRawFileOptions): Promise<RawContent>;
export async function fromRawFile(path: string, options: FromRawFileOptions): Promise<RawContent> {
  requireChoice(options);
  requireVersionTexts(options);
  return withRawFile(path, options, (raw, written) => contentOf(raw, written, options));
}

async function contentOf(raw: RawFile, written: WrittenHeaders, options: FromRawFileOptions): Promise<RawContent> {
  const { version, headersOnly = false, signal } = options;
  const { file, meta } = raw;
  requireReadable(raw, options);
  const length = commonLength(raw);
  const rows = chosenRows(options, length, file.path);
  await requireWritten(raw, written, rows, length);
  const { messages, headers } = await readRows(raw, rows, headersOnly, signal);
  return {
    ...meta,
    ...(await readTimes(file)),
    version: effectiveVersion(meta.version, version),
    length,
    messages: messages ?? null,
    ioGroups: ioGroupsOf(headers, file.path),
    headers,
  };
}

/** @throws Hdf5Error `TRANSIENT_READ` where a writer may not have come to the headers yet. */
async function requireWritten(
  raw: RawFile,
  written: WrittenHeaders,
  { ranges }: ChosenRows,
  length: number,
): Promise<void> {
  const [start, stop] = [ranges[0]?.[0], ranges.at(-1)?.[1]];
  if (start === undefined || stop === undefined) return;
  const whole = await written.upTo(raw, { start, stop, length });
  if (whole >= stop) return;
  throw new Hdf5Error('TRANSIENT_READ', `whether the header of message ${whole} is written cannot be told yet`, {
    file: raw.file.path,
    object: raw.headers.dataset.path,
    remedy: 'Try again in a moment, or give retryBudgetMs more time',
    index: whole,
  });
}
