import type { CliContext } from '../../../context.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { openForReading } from '../open-for-reading.js';
import type { CatFlags } from './command.js';
import { followSamples } from './follow-samples.js';
import { sampleLines } from './sample-lines.js';
import { sampleReader } from './sample-reader.js';
import { requireOneSlice, sliceOf } from './slice.js';

/** Samples read together, about. */
const stretch = 65_536;

/** `h5tail mth5 cat`: the samples of a channel or run on stdout. */
export async function run(context: CliContext, flags: CatFlags, path: string, object: string): Promise<ExitCode> {
  requireOneSlice(flags);
  if (flags.follow) return followSamples(context, flags, path, object);
  await using file = await openForReading(context, path, flags.backend);
  const reader = sampleReader(await file.find(object));
  const [first, stop] = await reader.range(sliceOf(flags));
  const step = flags.block * Math.max(1, Math.floor(stretch / flags.block));
  for (let from = first; from < stop; from += step) {
    const block = await reader.read(from, Math.min(stop, from + step));
    for (const line of sampleLines(block, flags.block)) {
      await context.output.write(line);
      context.signal.throwIfAborted();
    }
  }
  return exitCodes.done;
}
