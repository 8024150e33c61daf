import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A process that is talked with line by line. */
export class LineProcess {
  #output;
  #child;
  #closing;
  #errors = '';
  /** The first line on stderr says that it has begun. */
  #said;

  /** @param {string} program @param {string[]} parameters */
  constructor(program, parameters) {
    // Every process reads without locks, so that none waits for another one.
    const env = { ...process.env, HDF5_USE_FILE_LOCKING: 'FALSE' };
    this.#child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'pipe'], env });
    this.#child.stderr.on('data', (chunk) => (this.#errors += chunk));
    this.#said = new Promise((resolve) => this.#child.stderr.once('data', resolve));
    this.#output = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
    this.#closing = once(this.#child, 'close');
  }

  /** Resolves when it has said something on stderr, or has ended. */
  async begun() {
    await Promise.race([this.#said, this.#closing]);
  }

  /** @returns {Promise<string>} the next line of its output */
  async line() {
    const { value, done } = await this.#output.next();
    if (done) await this.closed();
    return value ?? '';
  }

  say(/** @type {string} */ line) {
    this.#child.stdin.write(`${line}\n`);
  }

  /** @throws Error if it failed, with what it said. */
  async closed() {
    const [code] = await this.#closing;
    if (code !== 0) throw new Error(`${this.#child.spawnargs.join(' ')} failed: ${this.#errors}`);
  }

  /** Tells it that nothing more comes, and waits for its end. */
  async end() {
    this.#child.stdin.end('end\n');
    await this.closed();
  }
}
