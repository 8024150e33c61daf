// Writes results as lines of JSON on stdin say, and answers each line when it is done.
import { execFileSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

const { createAdapter, dtypes, framePattern, openFile, ResultWriter } = await import(String(process.argv[2]));
process.on('SIGXFSZ', () => undefined);

/** @type {import('@h5tail/frames').ResultWriter} */
let writer;
/** @type {Record<string, { dtype: string, shape?: number[] }>} */
let plans = {};
/** @type {(readonly (readonly [number, number])[])[]} */
let readable = [];

/** @type {Record<string, (command: any) => Promise<unknown>>} */
const commands = {
  async create({ path, results, ...options }) {
    plans = results;
    const file = await openFile(path, { adapter: createAdapter(), mode: 'w' });
    const typed = Object.entries(plans).map(([name, plan]) => [
      name,
      { ...plan, dtype: dtypes[/** @type {'uint16'} */ (plan.dtype)] },
    ]);
    const onReadable = (/** @type {readonly (readonly [number, number])[]} */ points) => void readable.push(points);
    writer = await ResultWriter.create(file, { ...options, results: Object.fromEntries(typed), onReadable });
  },
  /** Points with the values of `framePattern`. */
  async write({ points, intervalMs = 0 }) {
    for (const index of points) {
      const values = Object.entries(plans).map(([name, { dtype, shape = [] }]) => [
        name,
        framePattern(index, shape, dtype),
      ]);
      await writer.write(index, Object.fromEntries(values));
      if (intervalMs > 0) await setTimeout(intervalMs);
    }
  },
  flush: () => writer.flush(),
  finish: () => writer.finish(),
  close: () => writer.close(),
  async limitFileSize({ bytes }) {
    execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  const code = await commands[command.do]?.(command).then(
    () => undefined,
    (/** @type {Error & { code?: string }} */ error) => error.code ?? String(error.stack),
  );
  console.log(JSON.stringify({ ...(code === undefined ? {} : { code }), readable: readable.flat() }));
  readable = [];
}
