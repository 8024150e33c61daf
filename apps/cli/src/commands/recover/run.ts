import { recoverFile, type Recovery } from '@h5tail/local-file/recovery';
import type { CliContext } from '../../context.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { exactJson } from '../../frame/exact-json.js';
import type { RecoverFlags } from './command.js';
import { changeLines, recoveryJson } from './recovery-json.js';

/** `h5tail recover`: the bytes that were replaced on stdout, what became of the file on stderr. */
export async function run(context: CliContext, flags: RecoverFlags, path: string): Promise<ExitCode> {
  const { clock, signal } = context;
  const { dryRun, copy, writerGone } = flags;
  const recovery = await recoverFile(path, {
    dryRun,
    writerIsGone: writerGone,
    clock,
    signal,
    ...(copy === undefined ? {} : { copyTo: copy }),
  });
  if (flags.json) await context.output.write(exactJson(recoveryJson(recovery, path, copy)));
  else for (const line of changeLines(recovery)) await context.output.write(line);
  context.say(words(recovery, path, copy));
  return exitCodes.done;
}

function words(recovery: Recovery, path: string, copy: string | undefined): string {
  const { outcome, formerEndOfFile, formerFileSize, fileSize } = recovery;
  if (outcome === 'needless') {
    const noCopy = copy === undefined ? '' : `; ${copy} was not made, take the file itself`;
    return `${path}: nothing to recover: ${whyNeedless(recovery)}${noCopy}`;
  }
  const what = outcome === 'recovered' ? 'recovered' : 'would be recovered';
  const into = copy === undefined ? '' : ` into ${copy}`;
  const end =
    formerEndOfFile === fileSize ? '' : `; its end was recorded at byte ${formerEndOfFile} and is at ${fileSize}`;
  const longer =
    formerFileSize === fileSize
      ? ''
      : `; ${outcome === 'recovered' ? 'it was' : 'it would be'} extended from ${formerFileSize} bytes, because a dataset in it has its place up to there`;
  return `${path}: ${what}${into}: ${formerWords(recovery)}${end}${longer}`;
}

function whyNeedless({ formerWriter, superblockVersion }: Recovery): string {
  if (formerWriter === 'closed') return 'its writer closed it';
  return `superblock version ${superblockVersion} does not record writers, and keeps nobody from opening the file`;
}

function formerWords({ formerWriter }: Recovery): string {
  return formerWriter === 'swmr-writing'
    ? 'its writer was killed in SWMR mode; all that was flushed is there'
    : 'its writer was killed before SWMR mode; it is as of the last flush, check what was written after that';
}
