import type { CliContext } from '../../../context.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { messagePieces } from '../output/message-pieces.js';
import { readBlocks } from '../reading/read-blocks.js';
import { startProgress } from '../progress.js';
import type { CatFlags } from './command.js';

/** `h5tail raw cat`: the messages of a file on stdout. */
export async function run(context: CliContext, flags: CatFlags, path: string): Promise<ExitCode> {
  const { adapter } = await context.backend(flags.backend);
  const { output, clock, signal } = context;
  using progress = await startProgress(context, `reading ${path}`, { besideData: true });
  const onCount = (count: number): void => progress.expect(count);
  for await (const block of readBlocks(path, { adapter, clock, signal, slice: flags, onCount })) {
    for (const piece of messagePieces(flags.format, block, path)) await output.writePiece(piece);
    progress.add(block.count);
  }
  return exitCodes.done;
}
