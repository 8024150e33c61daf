import { execFileSync } from 'node:child_process';

/** What h5dump says of the structure of a file: types, extents, chunks, filters, fill values, without what lies in it. */
export function layoutOf(path: string): string {
  const dump = execFileSync('h5dump', ['-p', '-H', path], {
    encoding: 'utf8',
    env: { ...process.env, HDF5_USE_FILE_LOCKING: 'FALSE' },
  });
  return (
    dump
      .replace(/^HDF5 ".*" \{$/m, 'HDF5 {')
      // How well a chunk is compressed is no part of the layout.
      .replace(/SIZE \d+ \([\d.]+:1 COMPRESSION\)/g, 'SIZE …')
  );
}
