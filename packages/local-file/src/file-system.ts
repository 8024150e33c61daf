import { statfsSync } from 'node:fs';

/** A file system, as far as it matters for change notification. */
export interface FileSystem {
  readonly name: string;
  /** Whether other machines may write to it, of which this one's kernel hears nothing. */
  readonly shared: boolean;
}

/** Numbers by which Linux tells the shared file systems apart. Source: statfs(2) and linux/magic.h. */
const sharedFileSystems: Record<number, string> = {
  0x6969: 'NFS',
  0x517b: 'SMB',
  0xff534d42: 'CIFS',
  0xfe534d42: 'SMB2',
  0x0bd00bd0: 'Lustre',
  0x47504653: 'GPFS',
  0x19830326: 'BeeGFS',
  0xaad7aaea: 'PanFS',
  0x00c36400: 'Ceph',
  0x5346414f: 'AFS',
  0x01021997: '9p',
  0x65735546: 'FUSE',
};

/** The file system that holds a path. Where it cannot be told it counts as a local one. */
export function fileSystemOf(path: string): FileSystem {
  if (process.platform === 'win32') {
    return path.startsWith('\\\\') ? { name: 'network share', shared: true } : { name: 'local', shared: false };
  }
  if (process.platform !== 'linux') return { name: 'local', shared: false };
  try {
    const name = sharedFileSystems[statfsSync(path).type >>> 0];
    return name === undefined ? { name: 'local', shared: false } : { name, shared: true };
  } catch {
    return { name: 'unknown', shared: false };
  }
}
