import { lengthOfRawFile } from '@h5tail/larpix-raw';
import type { CliContext } from '../../../context.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import type { RawFlags } from '../raw-flags.js';

/** `h5tail raw len`: one integer on stdout. */
export async function run(context: CliContext, flags: RawFlags, path: string): Promise<ExitCode> {
  const { clock, signal, output } = context;
  const { adapter } = await context.backend(flags.backend);
  await output.write(String(await lengthOfRawFile(path, { adapter, clock, signal })));
  return exitCodes.done;
}
