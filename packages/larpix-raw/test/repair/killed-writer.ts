import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A writer that was killed. */
export interface Killed {
  /** Messages that it reported durable last. */
  readonly durable: number;
}

/** When to kill a writer. */
export interface Moment {
  /** After so many reports … */
  readonly reports: number;
  /** … and so many milliseconds. */
  readonly thenMs: number;
}

/**
 * Runs a program that prints after each flush how many messages are durable, and kills it.
 *
 * @throws Error where it ends by itself.
 */
export async function killAt(parameters: readonly string[], { reports, thenMs }: Moment): Promise<Killed> {
  const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const closed = once(child, 'close') as Promise<[number | null, string | null]>;
  await new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.split('\n').length > reports) resolve();
    });
    void closed.then(() => resolve());
  });
  await new Promise((resolve) => setTimeout(resolve, thenMs));
  child.kill('SIGKILL');
  const [, signal] = await closed;
  if (signal !== 'SIGKILL') throw new Error(`the writer ended by itself\n${errors}`);
  // What follows the last end of a line is a report that was cut short.
  return { durable: Number(output.split('\n').at(-2)) };
}
