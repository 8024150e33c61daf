/**
 * The parts that several commands on MTH5 files have.
 *
 * @module
 */
import { oneOf, parsePath, parsePositive } from '../../argument-parsers.js';
import type { BackendName } from '../../backend.js';

/** What all of them have. */
export interface Mth5Flags {
  readonly backend?: BackendName;
}

/** Which run of a file. */
export interface RunFlags {
  /** Default: `default_survey`, the only one of version 0.1.0. */
  readonly survey?: string;
  readonly station: string;
  readonly run: string;
}

/** The file, as only argument. */
export const mth5FileArgument = {
  kind: 'tuple',
  parameters: [{ brief: 'MTH5 file', parse: parsePath, placeholder: 'FILE' }],
} as const;

function parseId(text: string): string {
  if (text === '') throw new Error('give an id, this one is empty');
  return text;
}

const id = { kind: 'parsed', parse: parseId, placeholder: 'ID' } as const;

/** `--survey`. */
export const surveyFlag = { ...id, optional: true, brief: 'Survey, else default_survey' } as const;

/** `--station`. */
export const stationFlag = { ...id, brief: 'Station' } as const;

/** `--run`. */
export const runFlag = { ...id, brief: 'Run' } as const;

function parseRate(text: string): number {
  const rate = Number(text);
  if (!/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) || !(rate > 0) || !Number.isFinite(rate)) {
    throw new Error('give samples per second, more than 0');
  }
  return rate;
}

/** `--sample-rate`. */
export const sampleRateFlag = {
  kind: 'parsed',
  parse: parseRate,
  placeholder: 'HZ',
  brief: 'Samples per second',
} as const;

/** What samples are stored as. */
export const sampleDtypes = ['i4', 'f4', 'f8'] as const;

/** One of {@link sampleDtypes}. */
export type SampleDtypeName = (typeof sampleDtypes)[number];

/** `--dtype`. */
export const dtypeFlag = {
  kind: 'parsed',
  parse: (text: string): SampleDtypeName => oneOf(sampleDtypes, text),
  default: 'i4',
  placeholder: sampleDtypes.join('|'),
  brief: 'What samples are stored as',
} as const;

/** `--chunk`. */
export const chunkFlag = {
  kind: 'parsed',
  parse: parsePositive,
  optional: true,
  placeholder: 'N',
  brief: 'Samples per chunk, else 8192',
} as const;

function parseLevel(text: string): number {
  if (!/^[1-9]$/.test(text)) throw new Error('give a level from 1 to 9');
  return Number(text);
}

/** `--compression`. */
export const compressionFlag = {
  kind: 'parsed',
  parse: parseLevel,
  optional: true,
  placeholder: 'LEVEL',
  brief: 'Compress, level 1 to 9',
} as const;

/** Names with commas between them. */
export function parseNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new Error('give names with commas between them, for example ex,ey,hx,hy,hz');
  // MTH5 makes them lower case, and a blank an underscore.
  const made = names.map((name) => name.toLowerCase().replaceAll(' ', '_'));
  const twice = names.find((_, place) => made.indexOf(made[place] ?? '') < place);
  if (twice !== undefined) throw new Error(`${twice} is there twice`);
  return names;
}

/** `--channels`. */
export const channelsFlag = {
  kind: 'parsed',
  parse: parseNames,
  placeholder: 'NAMES',
  brief: 'Channels, for example ex,ey,hx,hy,hz',
} as const;

const timePattern =
  /^(\d{4}-\d{2}-\d{2})([T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)?)?$/;

function parseTime(text: string): string {
  const day = timePattern.exec(text)?.[1];
  if (day === undefined || !isDay(day)) throw new Error('give a time of ISO 8601, for example 2026-03-01T12:00:00');
  return text;
}

/** Not every month has 31 of them. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** A time, in UTC where it has no offset. */
export const timeFlag = { kind: 'parsed', parse: parseTime, optional: true, placeholder: 'TIME' } as const;
