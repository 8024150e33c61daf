/**
 * Turns the text of flags into values. What they throw is shown to the user behind the name of the flag.
 *
 * @module
 */
import { backendNames, type BackendName } from './backend.js';

function wholeNumber(text: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
    throw new Error(`give a whole number, ${least} or more`);
  }
  return value;
}

/** A whole number from 0 on. */
export function parseCount(text: string): number {
  return wholeNumber(text, 0);
}

/** A whole number from 1 on. */
export function parsePositive(text: string): number {
  return wholeNumber(text, 1);
}

/** A whole number; negative ones count from an end. */
export function parseInteger(text: string): number {
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(value)) throw new Error('give a whole number');
  return value;
}

/** Seconds as milliseconds; `inf` for no limit. */
export function parseSeconds(text: string): number {
  if (/^inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  return 1000 * decimalNumber(text, 'seconds, or inf for no limit');
}

/** Milliseconds. */
export function parseMilliseconds(text: string): number {
  return decimalNumber(text, 'milliseconds');
}

function decimalNumber(text: string, unit: string): number {
  const value = Number(text);
  if (!/^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) || !Number.isFinite(value)) {
    throw new Error(`give a number of ${unit}, 0 or more`);
  }
  return value;
}

/** Extents such as `64x64`, slowest axis first. */
export function parseShape(text: string): number[] {
  const parts = text.split(/x/i);
  if (parts.length > 8 || !parts.every((part) => /^[1-9]\d*$/.test(part) && Number.isSafeInteger(Number(part)))) {
    throw new Error('give extents of 1 or more, for example 64x64');
  }
  return parts.map(Number);
}

/** A grid such as `10x20`: rows, then points per row. */
export function parseGrid(text: string): readonly [rows: number, columns: number] {
  const [rows, columns, ...rest] = parseShape(text);
  if (rows === undefined || columns === undefined || rest.length > 0) {
    throw new Error('give rows and points per row, for example 10x20');
  }
  return [rows, columns];
}

/** A name of an HDF5 implementation. */
export function parseBackend(text: string): BackendName {
  return oneOf(backendNames, text);
}

/** One of several names. */
export function oneOf<Name extends string>(names: readonly Name[], text: string): Name {
  const name = names.find((candidate) => candidate === text);
  if (name === undefined) throw new Error(`give one of (${names.join('|')})`);
  return name;
}

/** A path of the file system or inside an HDF5 file. */
export function parsePath(text: string): string {
  if (text === '') throw new Error('give a path, this one is empty');
  return text;
}
