/**
 * Turns the text of flags that choose frames, or parts of them, into values. What they throw is shown to the user behind the
 * name of the flag.
 *
 * @module
 */
import { parseSeconds } from './argument-parsers.js';

/** What `--region` takes of one axis: one index, or a range. Without a stop it goes to the end of the axis. */
export type RegionAxis = number | { readonly start: number; readonly stop: number | undefined; readonly step: number };

/** One `--region`: part of each frame, for the dataset of that name or for all of them. */
export interface RegionFlag {
  readonly name: string | undefined;
  readonly axes: readonly RegionAxis[];
}

/** Part of the points for one of several processes. */
export interface PartitionFlag {
  readonly index: number;
  readonly count: number;
}

/** Datasets that take turns, under one name. */
export interface InterleavedFlag {
  readonly name: string;
  readonly paths: readonly string[];
}

const regionExample = 'for example 10:20,30:40';

/** Ranges such as `10:20,:,5,0:100:2`, one per axis of the frame; for one dataset `PATH=10:20,30:40`. */
export function parseRegion(text: string): RegionFlag {
  // A path may have an equals sign in it, a range has none.
  const end = text.lastIndexOf('=');
  const name = end < 0 ? undefined : text.slice(0, end);
  if (name === '') throw new Error(`give the path of a dataset before the =, or leave out both, ${regionExample}`);
  return {
    name,
    axes: text
      .slice(end + 1)
      .split(',')
      .map(parseRegionAxis),
  };
}

function parseRegionAxis(text: string): RegionAxis {
  const entry = text.trim();
  const [start = 0, stop, step = 1] = entry.split(':').map((part) => (part.trim() === '' ? undefined : Number(part)));
  if (!/^\s*\d*\s*(:\s*\d*\s*){0,2}$/.test(entry) || entry === '' || !isWhole(start) || !isWhole(stop ?? 0)) {
    throw new Error(
      `${JSON.stringify(entry)} is not START:STOP, START:STOP:STEP, one index, or : for all of an axis; ${regionExample}`,
    );
  }
  if (!entry.includes(':')) return start;
  if (!isWhole(step) || step === 0) throw new Error(`the step in ${JSON.stringify(entry)} is not 1 or more`);
  if (stop !== undefined && stop <= start) {
    throw new Error(`${JSON.stringify(entry)} takes nothing: a range ends before its stop; ${regionExample}`);
  }
  return { start, stop, step };
}

function isWhole(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0;
}

/** A share such as `0/3`: the first of three. */
export function parsePartition(text: string): PartitionFlag {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  const isShare = index !== undefined && count !== undefined && isWhole(count) && index < count;
  if (!isShare) throw new Error('give i/n with i from 0 to n-1, for example 0/3, 1/3 and 2/3 in three processes');
  return { index, count };
}

/** Datasets that take turns: `NAME=PATH,PATH`. */
export function parseInterleaved(text: string): InterleavedFlag {
  const [, name, list = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  const paths = list.split(',');
  if (name === undefined || paths.length < 2 || paths.includes('')) {
    throw new Error('give a name and two datasets or more, for example frames=/entry/first,/entry/second');
  }
  return { name, paths };
}

/** When to pass over a hole, in milliseconds: after so many seconds, or `end` as `Infinity`. */
export function parseSkipHoles(text: string): number {
  if (text === 'end') return Number.POSITIVE_INFINITY;
  if (!/^[\d.]/.test(text)) throw new Error('give a number of seconds, 0 or more, or end');
  return parseSeconds(text);
}
