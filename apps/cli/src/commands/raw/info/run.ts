import { fromRawFile } from '@h5tail/larpix-raw';
import { inspectFile } from '@h5tail/local-file/recovery';
import type { CliContext } from '../../../context.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { exactJson } from '../../../frame/exact-json.js';
import { openForReading } from '../../../open-for-reading.js';
import type { InfoFlags } from './command.js';
import { infoJson, infoLines, type RawFileInfo } from './info-output.js';
import { readFlavour } from './flavour.js';

/** `h5tail raw info`: what a raw file says of itself, on stdout. */
export async function run(context: CliContext, flags: InfoFlags, path: string): Promise<ExitCode> {
  const { clock, signal, output } = context;
  const { adapter } = await context.backend(flags.backend);
  const content = await fromRawFile(path, { adapter, clock, signal, start: 0, end: 0 });
  // What the processes of the machine tell at once is enough here.
  const inspection = await inspectFile(path, { watchMs: 0, clock, signal });
  await using file = await openForReading(path, adapter, signal);
  const info: RawFileInfo = { path, content, inspection, flavour: await readFlavour(file) };
  if (flags.json) await output.write(exactJson(infoJson(info)));
  else for (const line of infoLines(info)) await output.write(line);
  return exitCodes.done;
}
