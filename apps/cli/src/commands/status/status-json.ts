import type { FileInspection } from '@h5tail/local-file/recovery';
import type { JsonValue } from '../../frame/exact-json.js';
import { mth5RecoverCommand, rawRepairCommand } from '../../fault-words.js';
import { pathWord } from '../../path-word.js';
import { writersJson } from '../recover/writers-json.js';

/** The answer of `h5tail status --json`. The README tells what each part means; parts are added, never changed. */
export function statusJson(
  inspection: FileInspection,
  path: string,
  remedy: string | undefined,
): { readonly [name: string]: JsonValue } {
  const { state, superblockVersion, writer, flags, endOfFile, fileSize, writers } = inspection;
  return {
    file: path,
    state,
    superblockVersion,
    writer,
    flags: flags ?? null,
    endOfFile: endOfFile ?? null,
    fileSize,
    writers: writersJson(writers),
    remedy: remedy ?? null,
  };
}

/** What to do, where something is to be done. */
export function remedyOf(
  { state, flags: writerFlags = 0 }: FileInspection,
  path: string,
  invocation: string,
): string | undefined {
  // What is in the file cannot be told from its superblock.
  const mend = (flags: string): string =>
    `${invocation} recover ${pathWord(path)}${flags} (raw message files: ${rawRepairCommand(path, invocation)}${flags}; ` +
    `MTH5 files: ${mth5RecoverCommand(path, invocation)}${flags})`;
  switch (state) {
    case 'writer-gone':
      return mend('');
    case 'writer-unknown':
      return `if no program writes it, on any machine: ${mend(' --writer-gone')}`;
    case 'opened':
      return 'wait until its writer has begun SWMR mode, or has closed it';
    case 'truncated':
      // A session that a full disk has ended leaves a file that is shorter than HDF5 believes, and all that it told of is there.
      return `take the file from its source again${writerFlags === 0 ? '' : ` (MTH5 files: ${mth5RecoverCommand(path, invocation)})`}`;
    default:
      return undefined;
  }
}
