import type { CliContext } from '../../../context.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { exactJson, type JsonValue } from '../../../frame/exact-json.js';
import { openForReading } from '../open-for-reading.js';
import { channelTable, runTable, textLines } from './summary-text.js';
import type { SummaryFlags } from './command.js';

/** `h5tail mth5 summary`: the table of channels or runs. */
export async function run(context: CliContext, flags: SummaryFlags, path: string): Promise<ExitCode> {
  await using file = await openForReading(context, path, flags.backend);
  const channels = flags.runs ? [] : await file.summary();
  const runs = flags.runs ? await file.runSummary() : [];
  const lines = flags.json
    ? [...channels, ...runs].map((row) => exactJson(row as unknown as JsonValue))
    : textLines(flags.runs ? runTable(runs) : channelTable(channels));
  for (const line of lines) await context.output.write(line);
  return exitCodes.done;
}
