import { Hdf5Error, isHdf5Error, type ErrorCode } from '@h5tail/adapter';

const faults: Record<string, readonly [code: ErrorCode, message: string, remedy?: string]> = {
  ENOENT: ['FILE_NOT_FOUND', 'there is no such file', 'Check the path'],
  ENOTDIR: ['FILE_NOT_FOUND', 'a part of the path is not a folder', 'Check the path'],
  EEXIST: ['FILE_EXISTS', 'the file is there already', "Choose another name, or mode 'w' to replace it"],
  EISDIR: ['NOT_A_FILE', 'this is a folder', 'Name a file in it'],
  // What Node's own `rm` says.
  ERR_FS_EISDIR: ['NOT_A_FILE', 'this is a folder', 'Name a file in it'],
  EACCES: [
    'PERMISSION_DENIED',
    'the operating system refuses access',
    'Check the permissions of the file and its folder',
  ],
  EPERM: [
    'PERMISSION_DENIED',
    'the operating system refuses access',
    'Check the permissions of the file and its folder',
  ],
  EROFS: ['PERMISSION_DENIED', 'the file system is read-only', 'Write to another place'],
  ENOSPC: ['NO_SPACE', 'there is no space left on the disk', 'Free some space and try again'],
  EDQUOT: ['NO_SPACE', 'the disk quota is used up', 'Free some space and try again'],
  EFBIG: ['NO_SPACE', 'the file would become larger than allowed', 'Write to several files, or raise the limit'],
  EMFILE: ['IO', 'too many open files', 'Close some files, or raise the limit of open files'],
};

/** The coded error for a failure that the operating system reported; other values pass through unchanged. */
export function systemFault(error: unknown, file: string): unknown {
  if (isHdf5Error(error)) return error;
  const errno = (error as { code?: unknown } | null)?.code;
  if (!(error instanceof Error) || typeof errno !== 'string') return error;
  const [code, message, remedy] = faults[errno] ?? (['IO', `the operating system says: ${error.message}`] as const);
  return new Hdf5Error(code, message, { file, remedy, cause: error });
}
