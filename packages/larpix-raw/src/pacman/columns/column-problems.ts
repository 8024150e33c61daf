import type { VariableLength } from '@h5tail/adapter';
import { messageTypeOf } from '../message-layout.js';
import { describeProblem, problemError, type MessageProblem, type MessageProblemKind } from '../message-problem.js';

/** One fault of the bytes of one of many messages. */
export interface ColumnProblem extends MessageProblem {
  /** Which message. */
  readonly messageIndex: number;
}

/** Takes note of the first problems and counts the others, or throws at the first. */
export class ColumnProblems {
  readonly problems: ColumnProblem[] = [];
  problemCount = 0;
  readonly #messages: VariableLength;
  readonly #isStrict: boolean;
  readonly #most: number;

  constructor(messages: VariableLength, isStrict: boolean, most: number) {
    this.#messages = messages;
    this.#isStrict = isStrict;
    this.#most = most;
  }

  /** @throws Hdf5Error with code `INVALID_DATA`, if strict. */
  add(messageIndex: number, kind: MessageProblemKind, offset: number, found: number): void {
    this.problemCount++;
    if (this.problems.length >= this.#most && !this.#isStrict) return;
    const message = this.#messages.at(messageIndex);
    const problem = describeProblem(kind, offset, found, message.length, messageTypeOf(message[0] ?? 0));
    if (this.#isStrict) throw problemError(problem, messageIndex);
    this.problems.push({ ...problem, messageIndex });
  }
}
