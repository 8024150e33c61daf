import type { DiagnosticListener, FollowedRange } from '@h5tail/follower';
import { counted } from '../../counted.js';
import { rangeWords, skippedWords } from './range-words.js';

/** Late keys that are kept by name. */
const mostLate = 8;

/** Counts what a follow went on in spite of, for the last line on stderr. */
export class FollowNotes {
  #clearedKeys = 0;
  #failedPolls = 0;
  #ignoredFlag = '';
  #skipped: FollowedRange[] = [];
  #late: FollowedRange[] = [];
  #lateKeys = 0;

  /** To be given to a follower. */
  readonly listener: DiagnosticListener = (diagnostic) => {
    if (diagnostic.kind === 'key-cleared') this.#clearedKeys += 1;
    if (diagnostic.kind === 'poll-failed') this.#failedPolls += 1;
    if (diagnostic.kind === 'skipped') this.#skipped.push({ start: diagnostic.start, stop: diagnostic.stop });
    if (diagnostic.kind === 'key-late') {
      this.#lateKeys += 1;
      if (this.#late.length < mostLate) this.#late.push({ start: diagnostic.index, stop: diagnostic.index + 1 });
    }
    if (diagnostic.kind === 'finished-ignored') {
      this.#ignoredFlag = `; ${diagnostic.path} was ignored: it does not have exactly one element any more`;
    }
  };

  /** The follow ended by itself, and this is all that it passed over. */
  endedWith(skipped: readonly FollowedRange[]): void {
    this.#skipped = [...skipped];
  }

  /**
   * Each note behind a semicolon; empty where there was nothing.
   *
   * @param noun What has a key: a frame or a point.
   */
  words(noun: string): string {
    const cleared = this.#clearedKeys === 0 ? '' : `; ${counted(this.#clearedKeys, 'key')} set back to 0`;
    const failed = this.#failedPolls === 0 ? '' : `; ${counted(this.#failedPolls, 'poll')} failed and repeated`;
    return `${skippedWords(this.#skipped, noun)}${this.#lateWords}${cleared}${failed}${this.#ignoredFlag}`;
  }

  get #lateWords(): string {
    if (this.#lateKeys === 0) return '';
    const more = this.#lateKeys - this.#late.length;
    const which = rangeWords(this.#late) + (more > 0 ? ` and ${more} more` : '');
    return `; ${counted(this.#lateKeys, 'key')} came after that: ${which}`;
  }
}
