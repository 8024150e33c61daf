import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * Appends in SWMR mode as MTH5 does: to the datasets of channels only. The table of channels stays as it was; in mode `empty` it has the
 * one row of zeros of a file that was never summed up.
 */
const script = [
  'import sys, json, numpy, h5py',
  'path, table = sys.argv[1], sys.argv[2]',
  "f = h5py.File(path, 'r+', libver='v110')",
  "if table == 'empty':",
  "    dtype = f['/Experiment/channel_summary'].dtype",
  "    del f['/Experiment/channel_summary']",
  "    f.create_dataset('/Experiment/channel_summary', (1,), maxshape=(None,), dtype=dtype, chunks=(1,))",
  'f.swmr_mode = True',
  "print('ready', flush=True)",
  'for line in sys.stdin:',
  '    for name, values in json.loads(line).items():',
  '        d = f[name]',
  '        n = d.shape[0]',
  '        d.resize(n + len(values), axis=0)',
  '        d[n:] = numpy.array(values, dtype=d.dtype)',
  '        d.flush()',
  "    print('written', flush=True)",
  'f.close()',
  "print('closed', flush=True)",
].join('\n');

/** A writer of MTH5 files in another process that acknowledges each step. */
export class Mth5H5pyWriter implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;
  readonly #ended: Promise<unknown>;
  #stderr = '';

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.#ended = new Promise((resolve) => child.once('close', resolve));
    child.stderr.on('data', (bytes: Buffer) => (this.#stderr += bytes.toString()));
  }

  static async start(python: string, path: string, table: 'stale' | 'empty'): Promise<Mth5H5pyWriter> {
    const env = { ...process.env, HDF5_USE_FILE_LOCKING: 'FALSE' };
    const child = spawn(python, ['-c', script, path, table], { env });
    await new Promise((resolve, reject) => child.once('spawn', () => resolve(undefined)).once('error', reject));
    const writer = new Mth5H5pyWriter(child);
    await writer.#answer('ready');
    return writer;
  }

  /** Appends samples by the paths of the channels, and waits until they are flushed. */
  async append(samples: Readonly<Record<string, readonly number[]>>): Promise<void> {
    this.#child.stdin.write(`${JSON.stringify(samples)}\n`);
    await this.#answer('written');
  }

  /** Closes the file. */
  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#answer('closed');
    await this.#ended;
  }

  async #answer(expected: string): Promise<void> {
    const { value } = await this.#answers.next();
    if (value !== expected) throw new Error(`the writer said ${String(value)}: ${this.#stderr}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}
