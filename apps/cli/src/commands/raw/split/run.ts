import type { CliContext } from '../../../context.js';
import { counted } from '../../../counted.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { exactJson } from '../../../frame/exact-json.js';
import { reportFailure } from '../../../report-failure.js';
import { UsageError } from '../../../usage-errors.js';
import { startProgress } from '../progress.js';
import { readBlocks } from '../reading/read-blocks.js';
import { readSource, tellIfOpen } from '../reading/raw-source.js';
import type { SplitFlags } from './command.js';
import { leastBytes } from './part-limit.js';
import { PartNames } from './part-names.js';
import { SplitParts, type Part } from './split-parts.js';

/** `h5tail raw split`: one raw file into several; a line of JSON per part on stdout. */
export async function run(context: CliContext, flags: SplitFlags, path: string): Promise<ExitCode> {
  const { maxBytes = Infinity, maxMessages = Infinity, outputDir } = flags;
  if (maxBytes === Infinity && maxMessages === Infinity) {
    throw new UsageError('give --max-bytes N or --max-messages N');
  }
  if (maxBytes < leastBytes) {
    throw new UsageError(`--max-bytes ${maxBytes}: give ${leastBytes} or more, as a file takes some 12 kB by itself`);
  }
  const { adapter } = await context.backend(flags.backend);
  const { clock, signal } = context;
  const source = await readSource(path, { adapter, clock, signal });
  const names = new PartNames(path, outputDir);
  names.requireNone();
  tellIfOpen(context, source);
  const progress = await startProgress(context, `splitting ${path}`, { besideData: false });
  progress.expect(source.length);
  let parts: readonly Part[];
  try {
    await using split = new SplitParts(source, names, { maxBytes, maxMessages }, adapter);
    for await (const block of readBlocks(path, { adapter, clock, signal, slice: { end: source.length } })) {
      await split.add(block);
      progress.add(block.count);
    }
    signal.throwIfAborted();
    parts = await split.publish();
  } catch (error) {
    progress[Symbol.dispose]();
    return reportFailure(context, error, 'no part is written');
  }
  progress[Symbol.dispose]();
  for (const [part, { path: file, first, messages, bytes }] of parts.entries()) {
    await context.output.write(exactJson({ part, file, first, messages, bytes }));
  }
  context.say(`${counted(progress.count, 'message')} in ${counted(parts.length, 'part')}`);
  return exitCodes.done;
}
