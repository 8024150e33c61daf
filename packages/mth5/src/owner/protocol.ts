/**
 * How one program asks the session of another one for a change: a line of JSON each way, then the connection ends.
 *
 * The request is `{"v": 1, "change": {...}}`; the answer `{"v": 1, "answer": {...}}` or `{"v": 1, "error": {...}}`.
 *
 * @module
 */
import { Hdf5Error } from '@h5tail/adapter';
import { errorFromWire, errorToWire } from './error-on-wire.js';
import { parseChange } from './parse-change.js';
import type { ChangeAnswer, SessionChange } from './session-change.js';

const protocolVersion = 1;

/** Longest request in bytes: room for a run of thousands of channels. */
export const mostRequestBytes = 1 << 20;
/** Longest answer in bytes: a description of a file has a part for each channel. */
export const mostAnswerBytes = 1 << 26;

export function requestLine(change: SessionChange): string {
  return line({ change });
}

/** @throws Hdf5Error `INVALID_DATA` for what is no request, `WRONG_VERSION` for one of another version. */
export function parseRequest(text: string): SessionChange {
  return parseChange(parseLine(text)['change']);
}

export function answerLine(answer: ChangeAnswer): string {
  return line({ answer });
}

export function faultLine(error: unknown, file: string): string {
  return line({ error: errorToWire(error, file) });
}

/** @throws Hdf5Error the one that was told; `INVALID_DATA`, `WRONG_VERSION` for what is no answer. */
export function parseAnswer(text: string, file: string): ChangeAnswer {
  const { answer, error } = parseLine(text, file);
  if (error !== undefined) throw errorFromWire(error, file);
  if (typeof answer === 'object' && answer !== null && 'kind' in answer) return answer as ChangeAnswer;
  throw notUnderstood(file);
}

function line(content: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ v: protocolVersion, ...content })}\n`;
}

function parseLine(text: string, file?: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw notUnderstood(file);
  }
  if (typeof parsed !== 'object' || parsed === null) throw notUnderstood(file);
  const content = parsed as Readonly<Record<string, unknown>>;
  if (content['v'] === protocolVersion) return content;
  throw new Hdf5Error(
    'WRONG_VERSION',
    `the other side speaks version ${String(content['v']).slice(0, 20)} of the protocol, this one ${protocolVersion}`,
    { file, remedy: 'Use the same version of h5tail on both sides' },
  );
}

/** The fault of a line that is none of the protocol. */
export function notUnderstood(file: string | undefined, what = 'a line was not understood'): Hdf5Error {
  return new Hdf5Error('INVALID_DATA', what, { file, remedy: 'Use the same version of h5tail on both sides' });
}
