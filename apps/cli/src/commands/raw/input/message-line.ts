import { parseJsonObjectLine, shown } from '../../../input/json-object-line.js';
import { largestIoGroup } from '../binary-format.js';
import type { MessagePack } from './message-pack.js';

const knownKeys: ReadonlySet<string> = new Set(['index', 'io_group', 'message']);

/**
 * Reads one line, `{"io_group": g, "message": "<hex>"}`, and adds its message. An `index`, as lines that were printed have,
 * is checked and has no meaning.
 *
 * @returns What is wrong with it, in words; then nothing is added.
 */
export function parseMessageLine(
  bytes: Uint8Array,
  start: number,
  stop: number,
  pack: MessagePack,
): string | undefined {
  const line = parseJsonObjectLine(bytes.subarray(start, stop));
  return typeof line === 'object' ? addMessage(line.object, line.text, pack) : line;
}

function addMessage(line: Readonly<Record<string, unknown>>, text: string, pack: MessagePack): string | undefined {
  let keys = 0;
  for (const key in line) {
    if (!knownKeys.has(key)) return `unknown key ${shown(JSON.stringify(key))}`;
    keys += 1;
  }
  const { index, io_group: ioGroup, message } = line;
  if (index !== undefined && !isWhole(index, Number.MAX_SAFE_INTEGER)) return `index ${json(index)} is no whole number`;
  if (ioGroup === undefined) return 'it has no io_group';
  if (!isWhole(ioGroup, largestIoGroup)) return `io_group ${json(ioGroup)} is no whole number from 0 to 255`;
  if (message === undefined) return 'it has no message';
  if (typeof message !== 'string') return `message ${json(message)} is no text of hexadecimal digits`;
  if (message.length % 2 !== 0) return `message ${json(message)} has an odd number of hexadecimal digits`;
  // Digits have no colon, so each stands behind a key: more of them than keys are left means that one was overwritten.
  if (hasMoreColons(text, keys) && !message.includes(':')) return `${repeatedKey(text)} is there twice`;
  if (pack.add(ioGroup, message)) return undefined;
  const wrong = /[^0-9a-f]/i.exec(message)?.[0] ?? '';
  return `message ${json(message)} has ${shown(JSON.stringify(wrong))}, which is no hexadecimal digit`;
}

function hasMoreColons(text: string, most: number): boolean {
  let found = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) if (++found > most) return true;
  return false;
}

function repeatedKey(text: string): string {
  const names = [...knownKeys].map((key) => `"${key}"`);
  // A key may also be written in escapes.
  return names.find((name) => text.indexOf(name) !== text.lastIndexOf(name)) ?? 'a key';
}

function isWhole(value: unknown, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
}

function json(value: unknown): string {
  return shown(JSON.stringify(value));
}
