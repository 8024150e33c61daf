import { constants, copyFileSync, rmSync } from 'node:fs';
import { isHdf5Error, type Hdf5Adapter } from '@h5tail/adapter';
import { systemFault } from '@h5tail/local-file';
import { recoverFile, type Recovery, type RecoverOptions } from '@h5tail/local-file/recovery';
import { lockedBy } from '../opening/locked-by.js';
import { requireNoSession } from '../opening/require-free.js';
import { examine, type Examination } from './examine.js';
import type { Mth5Finding } from './finding.js';
import { holdsCountedSamples } from './holds-counted-samples.js';
import { mend } from './mend.js';
import { noteCut } from './session-remains.js';

/** Options of {@link recoverMth5}. */
export interface RecoverMth5Options extends RecoverOptions {
  /** The implementation of HDF5 to use. */
  readonly adapter: Hdf5Adapter;
}

/** What became of an MTH5 file, or would become. */
export interface Mth5Recovery {
  /** `needless`: it was closed, and table, datasets and attributes agree, as far as they are looked at. Nothing was written. */
  readonly outcome: 'recovered' | 'would-recover' | 'needless';
  /** The file that is right now: the copy, where one was made. */
  readonly path: string;
  /** What became of the writer's flags, of the end of the file and of a change of the structure that was under way. */
  readonly recovery: Recovery;
  /**
   * What was found in the file, in the order of the table. `undefined` where a dry run cannot look into it, as it has to be mended to be
   * opened.
   */
  readonly findings: readonly Mth5Finding[] | undefined;
}

const firstWithJournal = 3;

/**
 * Mends an MTH5 file whose writer was killed, and brings the table of channels, the datasets and the attributes into agreement.
 *
 * First what `recoverFile` of `@h5tail/local-file` does: a change of the structure that was under way is undone, and the writer's flags are
 * cleared. Then, where a session of this package was going on, samples that it had not told anyone of are cut, and all that it reported
 * durable is there, with channels that were appended to together equally long. In files of other programs the datasets count, and the table
 * is brought up to date. A file that is right is not written. When this program is killed, calling it again finishes the work.
 *
 * Only what the table and the datasets say is compared. Attributes are looked at where a session was going on, and of channels whose row
 * is wrong.
 *
 * @throws Hdf5Error `FILE_LOCKED` while a program has it open for writing, or may have; `OBJECT_NOT_FOUND` and `WRONG_VERSION` where it is
 * no MTH5 file; what `recoverFile` and `openFile` throw. The signal's reason.
 *
 * @example
 * ```ts
 * const { outcome, findings } = await recoverMth5('site.h5', { adapter: wasmAdapter() });
 * for (const { kind, object, before, after } of findings ?? []) console.log(kind, object, before, after);
 * ```
 */
export async function recoverMth5(path: string, options: RecoverMth5Options): Promise<Mth5Recovery> {
  const { adapter, dryRun = false, copyTo, ...search } = options;
  await requireNoSession(path);
  const { planned, mayEndEarly } = await plan(path, options);
  const isMarked = planned.outcome === 'would-recover';
  const isSwmr = isMarked && planned.undo !== 'undone' && planned.formerWriter === 'swmr-writing';
  if (dryRun) {
    const canLook = !isMarked || isSwmr;
    const looked = { adapter, wasKilled: isMarked, isSwmr, signal: options.signal };
    return report(path, planned, canLook ? await examine(path, looked) : undefined, true);
  }
  if (isSwmr && copyTo === undefined) await noteCut(path, adapter);
  // Whether its writer is gone was found out just now.
  const gone = isMarked ? { writerIsGone: true, watchMs: 0 } : {};
  const recovery = await recoverFile(path, {
    ...search,
    ...gone,
    mayEndEarly,
    ...(copyTo !== undefined && { copyTo }),
  });
  const isCopied = copyTo !== undefined && recovery.outcome === 'recovered';
  return orRemove(isCopied ? copyTo : undefined, () =>
    mendContent(isCopied ? copyTo : path, recovery, options, isCopied),
  );
}

/** What is to be done about flags, end and journal. A file that a full disk has left lacks what nobody counts. */
async function plan(
  path: string,
  { adapter, ...options }: RecoverMth5Options,
): Promise<{ readonly planned: Recovery; readonly mayEndEarly: boolean }> {
  try {
    return { planned: await recoverFile(path, { ...options, dryRun: true }), mayEndEarly: false };
  } catch (error) {
    if (!isHdf5Error(error) || error.code !== 'TRUNCATED_FILE' || !(await holdsCountedSamples(path, adapter)))
      throw error;
    return { planned: await recoverFile(path, { ...options, dryRun: true, mayEndEarly: true }), mayEndEarly: true };
  }
}

async function mendContent(
  path: string,
  recovery: Recovery,
  { adapter, copyTo, signal }: RecoverMth5Options,
  isCopied: boolean,
): Promise<Mth5Recovery> {
  const wasKilled = recovery.outcome === 'recovered';
  const found = await examine(path, { adapter, wasKilled, isSwmr: false, signal });
  if (!isToBeMended(found)) return report(path, recovery, found, false);
  const makesCopy = copyTo !== undefined && !isCopied;
  const target = makesCopy ? copyOf(path, copyTo) : path;
  return orRemove(makesCopy ? target : undefined, async () => {
    await mend(target, adapter, found, recovery.superblockVersion >= firstWithJournal).catch(async (error: unknown) => {
      throw await lockedBy(target, error, 'r+');
    });
    return report(target, recovery, found, false);
  });
}

/** Whether there is something that can be done. */
function isToBeMended({ findings }: Examination): boolean {
  return findings.some(({ kind }) => kind !== 'table-not-made');
}

/** @throws Hdf5Error `FILE_EXISTS`, `NO_SPACE`, `IO`. */
function copyOf(path: string, copy: string): string {
  try {
    copyFileSync(path, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    return copy;
  } catch (error) {
    throw systemFault(error, copy);
  }
}

/** A copy that could not be mended is none. */
async function orRemove<Result>(copy: string | undefined, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (copy !== undefined) rmSync(copy, { force: true });
    throw error;
  }
}

function report(path: string, recovery: Recovery, found: Examination | undefined, isDry: boolean): Mth5Recovery {
  const isChanged = recovery.outcome !== 'needless' || (found !== undefined && isToBeMended(found));
  const changed = isDry ? 'would-recover' : 'recovered';
  return { outcome: isChanged ? changed : 'needless', path, recovery, findings: found?.findings };
}
