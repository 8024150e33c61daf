import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A program that is not this one: it writes `text` to a socket and prints what comes back. */
const clientScript = `
const socket = require('node:net').connect(process.argv[1], () => {
  process.stdout.write('connected\\n');
  socket.write(process.argv[2]);
});
socket.pipe(process.stdout);
socket.on('error', (error) => { console.error(error.code); process.exitCode = 1; });
`;

/** Listens at a place until it is killed. */
const listenerScript = `
require('node:net').createServer((socket) => socket.on('error', () => {}).resume()).listen(process.argv[1], () => console.log('listening'));
`;

/** A process that speaks to an owner without any of our code. */
export class SocketProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
  stdout = '';
  #news: () => void = () => undefined;

  private constructor(script: string, args: readonly string[]) {
    this.child = spawn(process.execPath, ['-e', script, '--', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.child.stdout?.on('data', (bytes: Buffer) => {
      this.stdout += bytes.toString();
      this.#news();
    });
    this.ended = once(this.child, 'close').then(() => this.#news());
  }

  static client(place: string, text: string): SocketProcess {
    return new SocketProcess(clientScript, [place, text]);
  }

  static listener(place: string): SocketProcess {
    return new SocketProcess(listenerScript, [place]);
  }

  /** Waits until its output has this. */
  async said(text: string): Promise<void> {
    while (!this.stdout.includes(text)) {
      if (this.child.exitCode !== null || this.child.signalCode !== null) throw new Error(`ended: ${this.stdout}`);
      await new Promise<void>((resolve) => (this.#news = resolve));
    }
  }

  /** The line of JSON that came back. */
  async answer(): Promise<unknown> {
    await this.ended;
    return JSON.parse(this.stdout.replace('connected\n', '')) as unknown;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
