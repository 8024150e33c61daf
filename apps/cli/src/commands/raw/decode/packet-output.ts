import { open, type FileHandle } from 'node:fs/promises';
import { systemFault } from '@h5tail/local-file';
import type { CliContext } from '../../../context.js';
import { NewFile } from '../output/new-file.js';

/** Where rows go. */
export interface PacketOutput extends AsyncDisposable {
  write(text: string): Promise<void>;
  /** All is written. */
  finish(): Promise<void>;
}

/** Rows on stdout, or in a new file. */
export async function packetOutput(
  { output }: Pick<CliContext, 'output'>,
  path: string | undefined,
  overwrite: boolean,
): Promise<PacketOutput> {
  if (path !== undefined) return FileOutput.create(path, overwrite);
  return {
    write: (text) => output.writePiece(text),
    finish: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** A file that has its name only when it is whole. */
class FileOutput implements PacketOutput {
  readonly #file: NewFile;
  readonly #handle: FileHandle;
  #isOpen = true;

  private constructor(file: NewFile, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  static async create(path: string, overwrite: boolean): Promise<FileOutput> {
    const file = new NewFile(path, { overwrite });
    try {
      return new FileOutput(file, await open(file.draft, 'wx'));
    } catch (error) {
      throw systemFault(error, path);
    }
  }

  async write(text: string): Promise<void> {
    try {
      await this.#handle.writeFile(text);
    } catch (error) {
      throw systemFault(error, this.#file.path);
    }
  }

  async finish(): Promise<void> {
    await this.#close();
    await this.#file.publish();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close().catch(() => undefined);
    await this.#file[Symbol.asyncDispose]();
  }

  async #close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#handle.close();
  }
}
