import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { inputLines, type TestMessage } from '../commands/raw/raw-files.js';

/** Opens and closes the file for each batch, in SWMR mode, as programs of the field do. */
const script = [
  'import sys, json, time, numpy, h5py',
  'path = sys.argv[1]',
  'for line in sys.stdin:',
  '    batch = json.loads(line)',
  "    f = h5py.File(path, 'a', libver='latest')",
  "    if 'meta' not in f:",
  "        m = f.create_group('meta')",
  "        m.attrs['version'] = '0.0'; m.attrs['created'] = m.attrs['modified'] = time.time()",
  "        f.create_dataset('msgs', (0,), maxshape=(None,), compression='gzip', dtype=h5py.vlen_dtype(numpy.uint8))",
  "        f.create_dataset('msg_headers', (0,), maxshape=(None,), compression='gzip', dtype=[('io_groups', 'u1')])",
  '    f.swmr_mode = True',
  "    v, h = f['msgs'], f['msg_headers']",
  '    n = len(v)',
  '    v.resize(n + len(batch), axis=0); h.resize(n + len(batch), axis=0)',
  '    for i, entry in enumerate(batch):',
  "        v[n + i] = numpy.frombuffer(bytes.fromhex(entry['message']), dtype=numpy.uint8)",
  "    h[n:] = numpy.array([(entry['io_group'],) for entry in batch], dtype=h.dtype)",
  '    v.flush(); h.flush(); f.close()',
  '    print(n + len(batch), flush=True)',
].join('\n');

/** A writer of raw files in another process that acknowledges each batch. */
export class RawH5pyWriter implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #acknowledgements: AsyncIterator<string>;
  readonly #closed: Promise<unknown>;
  #stderr = '';

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    this.#acknowledgements = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.#closed = new Promise((resolve) => child.once('close', resolve));
    child.stderr.on('data', (bytes: Buffer) => (this.#stderr += bytes.toString()));
  }

  static async start(python: string, path: string): Promise<RawH5pyWriter> {
    const env = { ...process.env, HDF5_USE_FILE_LOCKING: 'FALSE' };
    const child = spawn(python, ['-c', script, path], { env });
    await new Promise((resolve, reject) => child.once('spawn', () => resolve(undefined)).once('error', reject));
    return new RawH5pyWriter(child);
  }

  /** Appends a batch and waits until the file is closed again; gives the number of messages in it. */
  async append(messages: readonly TestMessage[]): Promise<number> {
    this.#child.stdin.write(`[${inputLines(messages).trimEnd().replaceAll('\n', ',')}]\n`);
    const { value, done } = await this.#acknowledgements.next();
    if (done === true) throw new Error(`the writer ended: ${this.#stderr}`);
    return Number(value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#closed;
  }
}
