import { recoverMth5, type Mth5Recovery } from '@h5tail/mth5';
import type { CliContext } from '../../../context.js';
import { counted } from '../../../counted.js';
import { exitCodes, type ExitCode } from '../../../exit-codes.js';
import { exactJson } from '../../../frame/exact-json.js';
import { startStatusLine } from '../../../terminal/status-line.js';
import { changeLines, recoveryJson } from '../../recover/recovery-json.js';
import type { RecoverFlags } from './command.js';
import { findingLine, findingsJson } from './finding-lines.js';

/** `h5tail mth5 recover`: what was found on stdout, what became of the file on stderr. */
export async function run(context: CliContext, flags: RecoverFlags, path: string): Promise<ExitCode> {
  const { adapter } = await context.backend(flags.backend);
  const { clock, signal, stderr, output } = context;
  const { dryRun, json, writerGone, copyTo } = flags;
  const status = await startStatusLine(stderr, `looking at ${path}`, clock);
  let report: Mth5Recovery;
  try {
    report = await recoverMth5(path, {
      adapter,
      dryRun,
      writerIsGone: writerGone,
      clock,
      signal,
      ...(copyTo !== undefined && { copyTo }),
    });
  } finally {
    status.stop();
  }
  const { recovery, findings = [], outcome } = report;
  if (json) await output.write(exactJson(reportJson(report, path, copyTo)));
  else {
    for (const line of changeLines(recovery)) await output.write(line);
    for (const finding of findings) await output.write(findingLine(finding, outcome === 'recovered'));
  }
  context.say(`${path}: ${words(report, copyTo)}`);
  return exitCodes.done;
}

/** The answer of `--json`. The README tells what each part means; parts are added, never changed. */
function reportJson(
  { outcome, recovery, findings }: Mth5Recovery,
  path: string,
  copy: string | undefined,
): Parameters<typeof exactJson>[0] {
  return {
    file: path,
    copy: outcome === 'recovered' ? (copy ?? null) : null,
    outcome,
    undo: recovery.undo ?? null,
    findings: findingsJson(findings),
    recovery: recoveryJson(recovery, path, copy),
  };
}

function words({ outcome, recovery, findings }: Mth5Recovery, copy: string | undefined): string {
  const found = findings?.length ?? 0;
  if (outcome === 'needless') {
    const noCopy = copy === undefined ? '' : `; ${copy} was not made, take the file itself`;
    return `nothing to recover${found === 0 ? '' : ', but see above'}${noCopy}`;
  }
  const into = copy === undefined ? '' : ` into ${copy}`;
  const undone = recovery.undo === 'undone';
  const undo = undone ? `; a change of the structure ${outcome === 'recovered' ? 'was' : 'would be'} undone` : '';
  const what = findings === undefined ? 'what is in it cannot be seen before that' : counted(found, 'finding');
  return `${outcome === 'recovered' ? 'recovered' : 'would be recovered'}${into}: ${what}${undo}`;
}
