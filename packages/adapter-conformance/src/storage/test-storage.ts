import type { AnswerTo, WriterAnswers, WriterCommand } from '../live-writer/writer-commands.js';

/** A writer that is not the adapter under test, driven step by step. */
export interface DrivenWriter extends AsyncDisposable {
  /** Carries out one command; afterwards readers can see its effect. */
  step<Command extends WriterCommand>(command: Command): Promise<AnswerTo<WriterAnswers, Command['do']>>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/** Where the adapter under test keeps its files, and who else can work on them. */
export interface TestStorage extends AsyncDisposable {
  /** `files` on a disk that other programs see, or only in the `memory` of this process. */
  readonly kind: 'files' | 'memory';
  /** Whether `watch` can tell of changes here; where not, it must say so by `null`. */
  readonly tellsChanges: boolean;
  /** A path where there is no file yet. */
  newPath(name: string): Promise<string>;
  /** Path of a copy of a fixture, with the files that it points to beside it. */
  fixture(name: string): Promise<string>;
  /** Moves a file over another one. */
  replace(from: string, to: string): Promise<void>;
  /** Deletes a file. */
  remove(path: string): Promise<void>;
  /** Starts a writer. */
  writer(): Promise<DrivenWriter>;
}

/** Fixtures that a fixture points to. */
export const companions: Readonly<Record<string, readonly string[]>> = {
  'tree.h5': ['tree-target.h5'],
  'virtual.h5': ['virtual-source-0.h5', 'virtual-source-1.h5'],
};
