import { printable } from '../terminal/printable.js';

/** So much of what is wrong is shown. */
const shownCharacters = 40;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A line of input that is a JSON object. */
export interface JsonObjectLine {
  readonly object: Readonly<Record<string, unknown>>;
  /** As it came. */
  readonly text: string;
}

/** @returns What is wrong with the line, in words; `undefined` for a line of blanks. */
export function parseJsonObjectLine(bytes: Uint8Array): JsonObjectLine | string | undefined {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return 'it is not UTF-8 text';
  }
  if (text.trim() === '') return undefined;
  let object: unknown;
  try {
    object = JSON.parse(text);
  } catch {
    return `${shown(text)} is not JSON`;
  }
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return `${shown(text)} is no JSON object`;
  return { object: object as Readonly<Record<string, unknown>>, text };
}

/** The beginning of a text that is wrong, fit to be printed. */
export function shown(text: string): string {
  const line = text.trimEnd();
  return line.length <= shownCharacters ? printable(line) : `${printable(line.slice(0, shownCharacters))}…`;
}
