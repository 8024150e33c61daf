import { inspectFile } from '@h5tail/local-file/recovery';
import type { CliContext } from '../../context.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { exactJson } from '../../frame/exact-json.js';
import type { StatusFlags } from './command.js';
import { remedyOf, statusJson } from './status-json.js';
import { statusLines } from './status-lines.js';

/** `h5tail status`: how a file stands with its writer, on stdout. */
export async function run(context: CliContext, flags: StatusFlags, path: string): Promise<ExitCode> {
  const { clock, signal, invocation } = context;
  const inspection = await inspectFile(path, { clock, signal });
  const remedy = remedyOf(inspection, path, invocation);
  if (flags.json) await context.output.write(exactJson(statusJson(inspection, path, remedy)));
  else for (const line of statusLines(inspection, path, remedy)) await context.output.write(line);
  return exitCodes.done;
}
