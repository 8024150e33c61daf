import type { WriterSearch } from '@h5tail/local-file/recovery';
import type { JsonValue } from '../../frame/exact-json.js';

/** What was found of a file's writers, as parts of a JSON document. */
export function writersJson({ certainty, reason, writers }: WriterSearch): { readonly [name: string]: JsonValue } {
  return {
    writerAlive: certainty,
    reason,
    writers: writers.map(({ pid, command }) => ({ pid: pid ?? null, command: command ?? null })),
  };
}
