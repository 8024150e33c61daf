import { statSync } from 'node:fs';
import { systemFault } from '../system-fault.js';

/** Which file it is, whatever its name, and who may write to it. */
export interface FileKey {
  readonly device: bigint;
  readonly inode: bigint;
  readonly owner: bigint;
  /** Whether its mode lets anybody but its owner write; entries of an access list show there too, as the group's. */
  readonly othersMayWrite: boolean;
}

const groupOrOthersWrite = 0o022n;

/** @throws Hdf5Error for what the operating system reports. */
export function fileKeyOf(path: string): FileKey {
  try {
    const { dev, ino, uid, mode } = statSync(path, { bigint: true });
    return { device: dev, inode: ino, owner: uid, othersMayWrite: (mode & groupOrOthersWrite) !== 0n };
  } catch (error) {
    throw systemFault(error, path);
  }
}
