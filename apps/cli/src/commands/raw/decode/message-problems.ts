import { Hdf5Error } from '@h5tail/adapter';
import type { ColumnProblem } from '@h5tail/larpix-raw/pacman';
import { counted } from '../../../counted.js';

/** Problems that are told one by one. */
const mostTold = 20;

/** Tells of messages that are not whole: of very many only the first ones, and how many there are. */
export class MessageProblems {
  readonly #say: (line: string) => void;
  #told = 0;
  #count = 0;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** How many are still to be listed by a decoder. */
  get wanted(): number {
    return mostTold - this.#told;
  }

  /**
   * @param problems The first ones of a block, of `count`.
   * @param first Number in the file of the first message of the block.
   */
  add(problems: readonly ColumnProblem[], count: number, first: number): void {
    this.#count += count;
    for (const problem of problems.slice(0, this.wanted)) {
      this.#told += 1;
      this.#say(words(problem, first));
    }
  }

  /** For the last line; empty without problems. */
  get total(): string {
    if (this.#count === 0) return '';
    const rest = this.#count > this.#told ? `, ${this.#told} of them told` : '';
    return `; ${counted(this.#count, 'problem')}${rest}`;
  }
}

/** The first problem as an error, for those who want none. */
export function problemFault(problem: ColumnProblem, first: number, file: string): Hdf5Error {
  return new Hdf5Error('INVALID_DATA', words(problem, first), {
    file,
    object: '/msgs',
    index: first + problem.messageIndex,
    remedy: '--lenient decodes what is whole',
  });
}

function words({ messageIndex, message }: ColumnProblem, first: number): string {
  return `message ${first + messageIndex}, ${message}`;
}
