import { repair, type RepairReport } from '@h5tail/larpix-raw';
import type { CliContext } from '../../../context.js';
import { counted } from '../../../counted.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { exactJson } from '../../../frame/exact-json.js';
import { changeLines, changesJson, recoveryJson } from '../../recover/recovery-json.js';
import { startProgress } from '../progress.js';
import type { RepairFlags } from './command.js';

/** `h5tail raw repair`: the bytes that were replaced on stdout, what became of the file on stderr. */
export async function run(context: CliContext, flags: RepairFlags, path: string): Promise<ExitCode> {
  const { adapter } = await context.backend(flags.backend);
  const { signal, output } = context;
  const { dryRun, writerGone: writerIsGone } = flags;
  const report = await repairWithProgress(context, path, { adapter, dryRun, writerIsGone, signal });
  if (flags.json) await output.write(exactJson(repairJson(report, path)));
  else for (const line of lines(report)) await output.write(line);
  context.say(`${path}: ${words(report, dryRun)}`);
  return exitCodes.done;
}

function lines({ recovery, mendedCollections }: RepairReport): string[] {
  return [...changeLines(recovery), ...changeLines({ outcome: recovery.outcome, changes: mendedCollections })];
}

async function repairWithProgress(
  context: CliContext,
  path: string,
  options: Parameters<typeof repair>[1],
): Promise<RepairReport> {
  using progress = await startProgress(context, `checking ${path}`, { besideData: false });
  return await repair(path, {
    ...options,
    onProgress(checked, total) {
      progress.expect(total);
      progress.add(checked - progress.count);
    },
  });
}

/** The answer of `--json`. The README tells what each part means; parts are added, never changed. */
function repairJson(report: RepairReport, path: string): Parameters<typeof exactJson>[0] {
  const { length, trimmedMessages, trimmedHeaders, mendedCollections, isChanged, recovery } = report;
  return {
    file: path,
    changed: isChanged,
    length: length ?? null,
    trimmed_messages: trimmedMessages,
    trimmed_headers: trimmedHeaders,
    mended_collections: changesJson(mendedCollections),
    recovery: recoveryJson(recovery, path, undefined),
  };
}

function words(report: RepairReport, dryRun: boolean): string {
  const { length, isChanged, trimmedMessages, trimmedHeaders, mendedCollections } = report;
  const left = length === undefined ? 'what is in it cannot be seen before that' : counted(length, 'message');
  if (!isChanged) return `nothing to repair: ${left}`;
  const parts = [
    trimmedMessages === 0 ? [] : `${counted(trimmedMessages, 'message')} without header cut`,
    trimmedHeaders === 0 ? [] : `${counted(trimmedHeaders, 'header')} without message cut`,
    mendedCollections.length === 0 ? [] : `${counted(mendedCollections.length, 'place')} of the heap mended`,
  ].flat();
  return [`${dryRun ? 'would be repaired' : 'repaired'}: ${left}`, ...parts].join('; ');
}
