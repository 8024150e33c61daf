import type { AnyData, VariableLength } from '@h5tail/adapter';
import { readHeaders, type HeaderFields } from '../format/header-dataset.js';
import { readMessages } from '../format/message-dataset.js';
import type { RawFile } from '../format/raw-file.js';
import { joinMessages, pickMessages } from '../messages/join-messages.js';
import type { ChosenRows } from './row-ranges.js';

/** What is read of rows. */
export interface RowContent {
  /** `undefined` where only headers were asked for. */
  readonly messages: VariableLength<Uint8Array> | undefined;
  readonly headers: HeaderFields;
}

/** A gap of so many rows is read along: that takes less time than another read. */
const smallGap = 16;

/** Ranges of rows that one read takes, and what of it is wanted. */
interface Span {
  readonly start: number;
  stop: number;
  readonly wanted: [start: number, stop: number][];
}

/** Reads rows that are there in all datasets. */
export async function readRows(
  raw: RawFile,
  { ranges, order }: ChosenRows,
  headersOnly: boolean,
  signal: AbortSignal | undefined,
): Promise<RowContent> {
  const parts: RowContent[] = [];
  // Where there are no rows, an empty read tells the fields of the headers.
  const spans = ranges.length === 0 ? [{ start: 0, stop: 0, wanted: [] }] : spansOf(ranges);
  for (const span of spans) parts.push(await readSpan(raw, span, headersOnly, signal));
  const content = join(parts);
  return order === undefined ? content : pick(content, order);
}

function spansOf(ranges: ChosenRows['ranges']): Span[] {
  const spans: Span[] = [];
  for (const [start, stop] of ranges) {
    const last = spans.at(-1);
    if (last === undefined || start - last.stop > smallGap) spans.push({ start, stop, wanted: [[start, stop]] });
    else {
      last.stop = stop;
      last.wanted.push([start, stop]);
    }
  }
  return spans;
}

async function readSpan(
  raw: RawFile,
  { start, stop, wanted }: Span,
  headersOnly: boolean,
  signal: AbortSignal | undefined,
): Promise<RowContent> {
  const headers = await readHeaders(raw.headers, start, stop, signal);
  const messages = headersOnly ? undefined : await readMessages(raw.messages, start, stop, signal);
  if (wanted.length <= 1) return { headers, messages };
  const places = wanted.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from - start + i));
  return pick({ headers, messages }, places);
}

function pick({ headers, messages }: RowContent, places: ArrayLike<number>): RowContent {
  return {
    headers: new Map([...headers].map(([name, column]) => [name, pickFrom(column, places)])),
    messages: messages && pickMessages(messages, places),
  };
}

function pickFrom(column: AnyData, places: ArrayLike<number>): AnyData {
  if (!ArrayBuffer.isView(column)) {
    const values = column as string[];
    return Array.from(places, (place) => values[place] as string);
  }
  const from = column as Uint8Array;
  const picked = emptyLike(from, places.length);
  for (let i = 0; i < places.length; i++) picked[i] = from[places[i] as number] as number;
  return picked;
}

function join(parts: readonly RowContent[]): RowContent {
  const [first, ...rest] = parts;
  if (first === undefined || rest.length === 0) return first as RowContent;
  const names = [...first.headers.keys()];
  const messages = parts.flatMap((part) => part.messages ?? []);
  return {
    headers: new Map(names.map((name) => [name, joinColumns(parts.map(({ headers }) => headers.get(name)))])),
    messages: messages.length === 0 ? undefined : joinMessages(messages),
  };
}

function joinColumns(columns: readonly (AnyData | undefined)[]): AnyData {
  const [first] = columns;
  if (!ArrayBuffer.isView(first)) return columns.flatMap((column) => [...(column as string[])]);
  const arrays = columns as readonly Uint8Array[];
  const joined = emptyLike(
    first,
    arrays.reduce((count, array) => count + array.length, 0),
  );
  let at = 0;
  for (const array of arrays) {
    joined.set(array, at);
    at += array.length;
  }
  return joined;
}

/** Another array of the same class, whichever of the typed arrays it is. */
function emptyLike(array: ArrayBufferView, length: number): Uint8Array {
  const ArrayClass = array.constructor as new (length: number) => Uint8Array;
  return new ArrayClass(length);
}
