import { LineProcess } from '../../../../tooling/typescript/line-process.js';
import type { RecordAnswer, RecordCommand } from '../programs/record-steps.js';

/** A session of ours in a process of its own, `programs/record-steps.ts`. */
export class RecordingSide implements AsyncDisposable {
  readonly #process: LineProcess;

  constructor(program: string, backend: string) {
    this.#process = new LineProcess(process.execPath, [program, backend]);
  }

  step(command: RecordCommand): Promise<RecordAnswer> {
    return this.#process.ask<RecordAnswer>(command);
  }

  /** As a crash would. */
  async kill(): Promise<void> {
    await this.#process.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
