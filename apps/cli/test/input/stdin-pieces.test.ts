import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { stdinPieces } from '../../src/input/stdin-pieces.js';

const never = new AbortController().signal;

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += Buffer.from(piece).toString();
  return text;
}

describe('stdinPieces', () => {
  it('gives all bytes to the end', async () => {
    const chunks = Array.from({ length: 100 }, (_, i) => Buffer.from(`${i},`));
    expect(await textOf(stdinPieces(Readable.from(chunks, { objectMode: false }), never))).toBe(chunks.join(''));
  });

  it('gives together what came while nobody asked', async () => {
    const stdin = new PassThrough();
    for (const text of ['a', 'b', 'c']) stdin.write(text);
    const pieces = stdinPieces(stdin, never);
    expect(Buffer.from((await pieces.next()).value as Uint8Array).toString()).toBe('abc');
    await pieces.return();
    expect(stdin.destroyed).toBe(true);
  });

  it('ends at a stop behind what was read, and lets go of the stream', async () => {
    const stdin = new PassThrough();
    const stop = new AbortController();
    const pieces = stdinPieces(stdin, stop.signal);
    stdin.write('first');
    expect((await pieces.next()).done).toBe(false);
    stdin.write('last');
    stop.abort();
    expect(Buffer.from((await pieces.next()).value as Uint8Array).toString()).toBe('last');
    expect((await pieces.next()).done).toBe(true);
    expect(stdin.destroyed).toBe(true);
    expect(stdin.listenerCount('readable')).toBe(0);
  });

  it('ends at a stop while it waits', async () => {
    const stop = new AbortController();
    const pending = stdinPieces(new PassThrough(), stop.signal).next();
    stop.abort();
    expect((await pending).done).toBe(true);
  });

  it('throws the fault of the stream', async () => {
    const stdin = new PassThrough();
    const pending = stdinPieces(stdin, never).next();
    stdin.destroy(new Error('read EIO'));
    await expect(pending).rejects.toThrow('read EIO');
  });
});
