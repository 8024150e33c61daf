/**
 * The list of filters that a channel names: `[{"applied_filter": {"applied": true, "name": "cf", "stage": 1}}]`.
 *
 * Source: MTH5 0.6.5, mt_metadata 1.0.4.
 *
 * @module
 */
import type { JsonValue } from './python-json.js';

/** A filter of the survey as a channel names it. */
export interface AppliedFilter {
  /** Whether the samples have been filtered with it already. */
  readonly applied: boolean;
  /** Name of the filter, which is the name of its group. */
  readonly name: string;
  /** Place in the order of filters, from 1; `null` where it is not known. */
  readonly stage: number | null;
  readonly comments?: string;
}

/** The filters as JSON, in the form that MTH5 writes. */
export function filtersAsJson(filters: readonly AppliedFilter[]): JsonValue {
  return filters.map(({ applied, name, stage, comments }) => ({
    applied_filter: { applied, name, stage, ...(comments === undefined ? {} : { comments }) },
  }));
}

/** The filters in a JSON value: dictionaries in `applied_filter` or by themselves, or names; undefined for others. */
export function filtersOfJson(value: JsonValue): AppliedFilter[] | undefined {
  const items = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  const filters = items.map(filterOfJson);
  return filters.every((filter) => filter !== undefined) ? filters : undefined;
}

function filterOfJson(value: JsonValue): AppliedFilter | undefined {
  if (typeof value === 'string') return { applied: true, name: value, stage: null };
  const whole = record(value);
  const { applied, name, stage, comments } = record(whole?.['applied_filter']) ?? whole ?? {};
  if (typeof name !== 'string') return undefined;
  return {
    applied: isApplied(applied),
    name,
    stage: typeof stage === 'number' && Number.isSafeInteger(stage) ? stage : null,
    ...(typeof comments === 'string' ? { comments } : {}),
  };
}

/** MTH5 takes a filter for applied where nothing is said. */
function isApplied(value: JsonValue | undefined): boolean {
  return !(value === false || value === 0 || (typeof value === 'string' && value.toLowerCase() === 'false'));
}

function record(value: JsonValue | undefined): Readonly<Record<string, JsonValue>> | undefined {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? (value as Readonly<Record<string, JsonValue>>) : undefined;
}
