import type { FileHandle } from 'node:fs/promises';

/** What an object header of version 2 begins with. Source: HDF5 File Format Specification 3.0, IV.A.1.b. */
const beginning = Buffer.from('OHDR\u0002', 'latin1');
const usualWindow = 2 ** 22;

/**
 * Where in a file an object header of version 2 may begin: whether it is one, its reader has to find out.
 *
 * @param from Byte count from the beginning of the file.
 * @param to Where headers begin before.
 * @param window Bytes that are looked at at once.
 * @throws The operating system's error; the signal's reason.
 */
export async function* findObjectHeaders(
  file: FileHandle,
  from: number,
  to: number,
  signal?: AbortSignal,
  window = usualWindow,
): AsyncGenerator<number> {
  // What begins in one window may end in the next.
  const overlap = beginning.length - 1;
  const buffer = Buffer.alloc(window + overlap);
  for (let start = from; start < to; start += window) {
    signal?.throwIfAborted();
    const bytes = buffer.subarray(0, await filled(file, buffer, start));
    for (let at = bytes.indexOf(beginning); at >= 0; at = bytes.indexOf(beginning, at + 1)) {
      if (start + at < to) yield start + at;
    }
  }
}

/** @returns How many bytes there are; fewer than the buffer holds where the file ends. */
async function filled(file: FileHandle, buffer: Buffer, position: number): Promise<number> {
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, position + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}
