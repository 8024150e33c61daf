import type { WriterSearch } from '@h5tail/local-file/recovery';
import type { JsonValue } from '../../frame/exact-json.js';

/** What was found of a file's writers, as a part of a JSON document. */
export function writersJson({ certainty, reason, writers }: WriterSearch): JsonValue {
  return {
    certainty,
    reason,
    processes: writers.map(({ pid, command }) => ({ pid: pid ?? null, command: command ?? null })),
  };
}
