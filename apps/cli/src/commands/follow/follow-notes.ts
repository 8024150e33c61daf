import type { DiagnosticListener } from '@h5tail/follower';
import { counted } from '../../counted.js';

/** Counts what a follow went on in spite of, for the last line on stderr. */
export class FollowNotes {
  #clearedKeys = 0;
  #failedPolls = 0;
  #ignoredFlag = '';

  /** To be given to a follower. */
  readonly listener: DiagnosticListener = (diagnostic) => {
    if (diagnostic.kind === 'key-cleared') this.#clearedKeys += 1;
    if (diagnostic.kind === 'poll-failed') this.#failedPolls += 1;
    if (diagnostic.kind === 'finished-ignored') {
      this.#ignoredFlag = `; ${diagnostic.path} was ignored: it does not have exactly one element any more`;
    }
  };

  /** Each note behind a semicolon; empty where there was nothing. */
  get words(): string {
    const cleared = this.#clearedKeys === 0 ? '' : `; ${counted(this.#clearedKeys, 'key')} set back to 0`;
    const failed = this.#failedPolls === 0 ? '' : `; ${counted(this.#failedPolls, 'poll')} failed and repeated`;
    return `${cleared}${failed}${this.#ignoredFlag}`;
  }
}
