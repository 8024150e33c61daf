// Writes raw files as lines of JSON on stdin say, and answers each line when it is done.
import { execFileSync } from 'node:child_process';
import { createInterface } from 'node:readline';

const { createAdapter, patternIoGroups, patternMessages, RawFileWriter, toRawFile } = await import(
  String(process.argv[2])
);
process.on('SIGXFSZ', () => undefined);
const adapter = createAdapter();

/** @type {import('@h5tail/larpix-raw').RawFileWriter} */
let writer;

/** @type {Record<string, (command: any) => Promise<unknown>>} */
const commands = {
  async open({ path, ...options }) {
    writer = await RawFileWriter.open(path, { adapter, ...options });
  },
  /** Messages of the pattern, so many per call. */
  async append({ start, stop, per = stop - start }) {
    for (let first = start; first < stop; first += per) {
      const last = Math.min(first + per, stop);
      await writer.append(patternMessages(first, last), patternIoGroups(first, last));
    }
  },
  /** One message of equal bytes. */
  appendFilled: ({ length, value }) => writer.append([new Uint8Array(length).fill(value)], 1),
  flush: () => writer.flush(),
  close: () => writer.close(),
  /** One call that opens and closes the file. */
  toRawFile: ({ path, start, stop }) =>
    toRawFile(path, patternMessages(start, stop), { adapter, headers: { ioGroups: patternIoGroups(start, stop) } }),
  async limitFileSize({ bytes }) {
    execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  const code = await commands[command.do]?.(command).then(
    () => 'done',
    (/** @type {Error & { code?: string }} */ error) => error.code ?? String(error.stack),
  );
  console.log(JSON.stringify({ code, durable: writer?.durable, status: writer?.status }));
}
