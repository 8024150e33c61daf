import type { Hdf5Adapter } from '@h5tail/adapter';
import { fromRawFile, toRawFile } from '@h5tail/larpix-raw';

/** A message with its board. */
export interface TestMessage {
  readonly ioGroup: number;
  readonly bytes: Uint8Array;
}

/** Messages of all kinds of lengths: empty ones, short ones, and one beyond 64 KiB. Each byte can be told from its index. */
export function testMessages(count: number): TestMessage[] {
  return Array.from({ length: count }, (_, i) => {
    const length = i === 3 ? 70_001 : (i * 37) % 200;
    return { ioGroup: (i * 5) % 256, bytes: Uint8Array.from({ length }, (_byte, at) => (i * 31 + at * 7) % 256) };
  });
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** The lines that `raw cat` prints. */
export function catLines(messages: readonly TestMessage[], first = 0): string[] {
  return messages.map(
    ({ ioGroup, bytes }, i) => `{"index": ${first + i}, "io_group": ${ioGroup}, "message": "${hexOf(bytes)}"}`,
  );
}

/** The lines that `raw write` takes. */
export function inputLines(messages: readonly TestMessage[]): string {
  return messages
    .map(({ ioGroup, bytes }) => `${JSON.stringify({ io_group: ioGroup, message: hexOf(bytes) })}\n`)
    .join('');
}

/** The binary format. */
export function binaryOf(messages: readonly TestMessage[]): Buffer {
  return Buffer.concat(
    messages.flatMap(({ ioGroup, bytes }) => {
      const head = Buffer.alloc(5);
      head[0] = ioGroup;
      head.writeUInt32LE(bytes.length, 1);
      return [head, bytes];
    }),
  );
}

export async function writeRawFile(
  path: string,
  adapter: Hdf5Adapter,
  messages: readonly TestMessage[],
  ioVersion?: string,
): Promise<void> {
  const ioGroups = messages.map(({ ioGroup }) => ioGroup);
  const bytes = messages.map((message) => message.bytes);
  await toRawFile(path, bytes, { adapter, headers: { ioGroups }, ...(ioVersion !== undefined && { ioVersion }) });
}

export async function readRawFile(path: string, adapter: Hdf5Adapter): Promise<TestMessage[]> {
  const { messages, ioGroups } = await fromRawFile(path, { adapter, strict: true });
  return [...messages].map((bytes, i) => ({ ioGroup: ioGroups[i] as number, bytes: Uint8Array.from(bytes) }));
}
