import { printable } from '../../../terminal/printable.js';
import type { InputBlock } from './block-reader.js';

/** So much of what is wrong is shown. */
const shownCharacters = 40;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** How floats that JSON has no number for are written, by `h5tail mth5 cat` too. */
const namedFloats: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  [null, NaN],
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

/**
 * Reads one line, `{"ex": [...], "ey": [...]}`, which may have a `"start"`: the time of the first sample.
 *
 * @param channels That it must have.
 * @returns The block; `undefined` for a line of blanks; what is wrong with it, in words.
 */
export function parseBlockLine(
  bytes: Uint8Array,
  channels: readonly string[],
): Omit<InputBlock, 'place'> | string | undefined {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return 'it is not UTF-8 text';
  }
  if (text.trim() === '') return undefined;
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return `${shown(text)} is not JSON`;
  }
  if (typeof line !== 'object' || line === null || Array.isArray(line)) return `${shown(text)} is no JSON object`;
  const entries = Object.entries(line);
  const block = blockOf(entries, channels);
  // JSON takes the last of two values of one key, and the samples of the other would be lost.
  if (typeof block !== 'string' && keysIn(text) > entries.length) return `${shown(text)} has a key twice`;
  return block;
}

/** Keys in the text of an object whose values have none. */
function keysIn(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(/"\s*:/g)) count += 1;
  return count;
}

function blockOf(
  entries: readonly (readonly [string, unknown])[],
  channels: readonly string[],
): Omit<InputBlock, 'place'> | string {
  const samples: Record<string, readonly number[]> = Object.create(null) as Record<string, readonly number[]>;
  let start: string | undefined;
  let first: string | undefined;
  for (const [key, value] of entries) {
    if (key === 'start' && typeof value === 'string') {
      start = value;
      continue;
    }
    const name = key.toLowerCase();
    const quoted = shown(JSON.stringify(key));
    if (!Array.isArray(value)) {
      return key === 'start'
        ? '"start" is no time as text, such as "2026-03-01T12:00:00"'
        : `${quoted} is no list of numbers`;
    }
    if (samples[name] !== undefined) return `${shown(JSON.stringify(name))} is there twice`;
    const numbers = numbersOf(value);
    const other = numbers.findIndex((sample) => typeof sample !== 'number');
    if (other !== -1)
      return `sample ${other} of ${quoted} is ${shown(JSON.stringify(numbers[other]))}, which is no number`;
    samples[name] = numbers as readonly number[];
    first ??= name;
  }
  const missing = channels.filter((channel) => samples[channel] === undefined);
  if (missing.length > 0) return `samples of ${missing.join(', ')} are missing; --channels names those that come`;
  const length = first === undefined ? 0 : (samples[first]?.length ?? 0);
  const uneven = Object.entries(samples).find(([, values]) => values.length !== length);
  if (uneven !== undefined) {
    return `${shown(first ?? '')} has ${length} samples and ${shown(uneven[0])} has ${uneven[1].length}`;
  }
  return { samples, length, start };
}

/** Numbers, and what else is no name of one. */
function numbersOf(values: readonly unknown[]): readonly unknown[] {
  const areNumbers = values.every((value) => typeof value === 'number');
  return areNumbers ? values : values.map((value) => namedFloats.get(value) ?? value);
}

function shown(text: string): string {
  const line = text.trimEnd();
  return line.length <= shownCharacters ? printable(line) : `${printable(line.slice(0, shownCharacters))}…`;
}
