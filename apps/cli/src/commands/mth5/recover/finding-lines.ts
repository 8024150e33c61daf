import type { Mth5Finding } from '@h5tail/mth5';
import { counted } from '../../../counted.js';
import type { JsonValue } from '../../../frame/exact-json.js';

/** What was found, a line for each. */
export function findingLine(finding: Mth5Finding, isDone: boolean): string {
  return `${finding.object}: ${words(finding, isDone)}`;
}

function words(finding: Mth5Finding, isDone: boolean): string {
  const done = isDone ? 'was' : 'would be';
  switch (finding.kind) {
    case 'samples-dropped':
      return `${counted(finding.before - finding.after, 'sample')} that nobody was told of ${isDone ? 'were' : 'would be'} cut, ${finding.after} are left`;
    case 'row-corrected':
      return `its row ${done} corrected (${finding.fault}): ${finding.before.n_samples} to ${counted(finding.after.n_samples, 'sample')}, end ${finding.before.end} to ${finding.after.end}`;
    case 'row-added':
      return `a row of ${counted(finding.after.n_samples, 'sample')} ${done} added to the table`;
    case 'row-removed':
      return `its row ${done} removed, as there is no such channel`;
    case 'table-made':
      return `the table of channels ${done} made`;
    case 'table-not-made':
      return `the table of channels is missing, and ${finding.after}`;
    case 'attributes-corrected':
      return `its attributes ${done} corrected: start ${finding.before.start} to ${finding.after.start}, end ${finding.before.end} to ${finding.after.end}`;
    case 'run-list-corrected':
      return `its list of runs ${done} corrected: ${finding.before} to ${finding.after}`;
    case 'session-ended':
      return `the session ${done} marked as ended`;
  }
}

/** The same for `--json`. */
export function findingJson(finding: Mth5Finding): JsonValue {
  const { kind, object, before, after } = finding;
  const state = (value: typeof before): JsonValue =>
    value === undefined || typeof value !== 'object' ? (value ?? null) : { ...value };
  return {
    kind,
    object,
    fault: finding.kind === 'row-corrected' ? finding.fault : undefined,
    before: state(before),
    after: state(after),
  };
}

/** All of them. */
export function findingsJson(findings: readonly Mth5Finding[] | undefined): JsonValue {
  return findings === undefined ? null : findings.map(findingJson);
}
