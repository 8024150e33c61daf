import type { CliContext } from '../../../context.js';
import { counted } from '../../../counted.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { reportFailure } from '../../../report-failure.js';
import { NewFile } from '../output/new-file.js';
import { RawDraft } from '../output/raw-draft.js';
import { startProgress } from '../progress.js';
import type { RawFlags } from '../raw-flags.js';
import { readBlocks } from '../reading/read-blocks.js';
import { readSource, tellIfOpen, type RawSource } from '../reading/raw-source.js';
import { requireAlike } from './require-alike.js';

/** `h5tail raw merge`: several raw files into a new one. */
export async function run(
  context: CliContext,
  flags: RawFlags,
  output: string,
  ...inputs: string[]
): Promise<ExitCode> {
  const { adapter } = await context.backend(flags.backend);
  const { clock, signal } = context;
  await using file = new NewFile(output);
  const sources: RawSource[] = [];
  for (const input of inputs) sources.push(await readSource(input, { adapter, clock, signal }));
  const [first] = sources as [RawSource];
  requireAlike(sources);
  for (const source of sources) tellIfOpen(context, source);
  const created = Math.min(...sources.map((source) => source.created));
  using progress = await startProgress(context, `merging into ${output}`, { besideData: false });
  progress.expect(sources.reduce((count, { length }) => count + length, 0));
  try {
    await using draft = await RawDraft.create(file.draft, { adapter, like: first, created });
    for (const { path } of sources) {
      for await (const block of readBlocks(path, { adapter, clock, signal })) {
        await draft.append(block, path);
        progress.add(block.count);
      }
    }
    await draft.finish();
    signal.throwIfAborted();
    await file.publish();
  } catch (error) {
    progress[Symbol.dispose]();
    return reportFailure(context, error, `${output} is not written`);
  }
  progress[Symbol.dispose]();
  context.say(`${counted(progress.count, 'message')} of ${counted(sources.length, 'file')} in ${output}`);
  return exitCodes.done;
}
