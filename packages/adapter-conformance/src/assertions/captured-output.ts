import type { Writable } from 'node:stream';

type Stream = Pick<Writable, 'write'>;

/** The streams of the process, and those of the console, which are others where a test runner has replaced it. */
function outputStreams(): Set<Stream> {
  const { _stdout, _stderr } = console as unknown as { readonly _stdout?: Stream; readonly _stderr?: Stream };
  const streams = [process.stdout, process.stderr, _stdout, _stderr];
  return new Set(streams.filter((stream) => stream !== undefined));
}

/** Runs `action` and returns what it printed through Node's streams or the console; nothing of it is shown. */
export async function capturedOutput(action: () => Promise<void>): Promise<string> {
  let printed = '';
  const hidden = [...outputStreams()].map(
    (stream) => [stream, Object.getOwnPropertyDescriptor(stream, 'write')] as const,
  );
  for (const [stream] of hidden) {
    stream.write = (chunk: unknown): boolean => {
      printed += String(chunk);
      return true;
    };
  }
  try {
    await action();
  } finally {
    for (const [stream, original] of hidden) {
      Reflect.deleteProperty(stream, 'write');
      if (original !== undefined) Object.defineProperty(stream, 'write', original);
    }
  }
  return printed;
}
