import type { Recovery } from '@h5tail/local-file/recovery';
import type { JsonValue } from '../../frame/exact-json.js';
import { writersJson } from './writers-json.js';

/** The answer of `h5tail recover --json`. The README tells what each part means; parts are added, never changed. */
export function recoveryJson(
  recovery: Recovery,
  path: string,
  copy: string | undefined,
): { readonly [name: string]: JsonValue } {
  const { outcome, formerWriter, superblockVersion, formerFlags, formerEndOfFile, formerFileSize, fileSize, changes } =
    recovery;
  return {
    file: path,
    copy: outcome === 'needless' ? null : (copy ?? null),
    outcome,
    superblockVersion,
    formerWriter,
    formerFlags: formerFlags ?? null,
    formerEndOfFile: formerEndOfFile ?? null,
    formerFileSize,
    fileSize,
    changes: changesJson(changes),
    writers: recovery.writers === undefined ? null : writersJson(recovery.writers),
  };
}

/** The replaced bytes, and what replaces them. */
export function changesJson(changes: Recovery['changes']): JsonValue {
  return changes.map(({ what, offset, before, after }) => ({
    what,
    offset,
    before: hex(before),
    after: hex(after),
  }));
}

/** The replaced bytes, a line for each place. */
export function changeLines({ outcome, changes }: Pick<Recovery, 'outcome' | 'changes'>): string[] {
  const verb = outcome === 'recovered' ? 'were' : 'are';
  return changes.map(
    ({ what, offset, before }) => `${what}: bytes ${offset} to ${offset + before.length - 1} ${verb} ${hex(before)}`,
  );
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
