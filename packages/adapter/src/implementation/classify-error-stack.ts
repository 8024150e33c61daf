import type { ErrorCode } from '../error-code.js';
import type { Hdf5StackEntry } from '../errors.js';

interface Rule {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly remedy?: string;
}

const noSpace = 'Free some space and write again; what was flushed before is safe';
const filter = 'Install the plug-in for this filter, or use a backend that has it';

/**
 * What the messages of an error stack mean. The first rule that any message fits counts, so the state of the file comes
 * before what it causes: an object in a damaged group is "not found" too. The wording is that of HDF5 1.10 to 2.0; the
 * libraries give the same fault the same words, which is what makes two backends agree on a code.
 */
const rules: readonly Rule[] = [
  {
    pattern: /no space left|disk quota exceeded|file too large|errno = (?:28|51|122)\b/i,
    code: 'NO_SPACE',
    remedy: noSpace,
  },
  { pattern: /permission denied|operation not permitted|read-only file system/i, code: 'PERMISSION_DENIED' },
  { pattern: /file signature not found|not an hdf5 file/i, code: 'NOT_HDF5' },
  { pattern: /truncated file/i, code: 'TRUNCATED_FILE' },
  { pattern: /file is not already open for SWMR writing/i, code: 'NOT_SWMR_READABLE' },
  { pattern: /superblock version.*(?:SWMR|should be at least)/i, code: 'NOT_SWMR_WRITABLE' },
  { pattern: /file is already open|unable to lock file|already open for (?:write|read)/i, code: 'FILE_LOCKED' },
  {
    pattern:
      /required filter|filter .*not (?:available|registered)|unable to (?:load|find) .*plugin|can't open plugin/i,
    code: 'FILTER_MISSING',
    remedy: filter,
  },
  {
    pattern:
      /bad message|filter returned failure during read|checksum|bad heap|bad object header|wrong .*signature|incorrect metadata|inflate\(\) failed|unable to inflate|data error detected|addr overflow|likely file corruption/i,
    code: 'CORRUPT_FILE',
  },
  { pattern: /file (?:read|write) failed/i, code: 'IO' },
  { pattern: /name already exists|already exists/i, code: 'OBJECT_EXISTS' },
  { pattern: /not within extent|out of range|extent .*maximum|unable to modify size/i, code: 'OUT_OF_RANGE' },
  {
    pattern: /too many (?:soft )?links|unable to open external file|unable to follow (?:external|soft) link/i,
    code: 'BROKEN_LINK',
  },
  {
    pattern: /doesn't exist|not found|can't locate|unable to locate attribute|component not found/i,
    code: 'OBJECT_NOT_FOUND',
  },
  { pattern: /not a (?:dataset|group|datatype)/i, code: 'WRONG_KIND' },
  { pattern: /no write intent|no write access|not writable/i, code: 'READ_ONLY' },
  { pattern: /read failed|write failed|seek failed/i, code: 'IO' },
];

/** Code and remedy for one error stack. */
export function classifyErrorStack(stack: readonly Hdf5StackEntry[]): { code: ErrorCode; remedy?: string } {
  const messages = stack.map((entry) => `${entry.message} ${entry.minor}`);
  for (const { pattern, code, remedy } of rules) {
    if (messages.some((message) => pattern.test(message))) return remedy === undefined ? { code } : { code, remedy };
  }
  return { code: 'HDF5' };
}

/** The innermost message, which says what happened; of a failed system call only the system's reason. */
export function innermostMessage(stack: readonly Hdf5StackEntry[]): string {
  const message = stack.at(-1)?.message ?? 'HDF5 gave no reason';
  return /error message = '([^']+)'/.exec(message)?.[1] ?? message;
}
