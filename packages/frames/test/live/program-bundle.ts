import { spawn, type ChildProcess } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import { bundledProgram } from '../../../../tooling/typescript/bundled-program.js';

/** How a program ended. */
export interface ProgramRun {
  readonly exitCode: number | null;
  /** What it printed, line by line, as JSON. */
  readonly results: readonly unknown[];
  readonly stderr: string;
}

/** A program of the tests, built from the sources of all packages, to run in processes and threads of their own. */
export interface BuiltProgram {
  /** Address of the module; there once the tests run. */
  address(): URL;
  /** Starts it in a process, with `argument` as JSON in its arguments. It is to end by itself. */
  start(argument: unknown, execArgv?: readonly string[]): RunningProgram;
}

/** A program in a process of its own. */
export interface RunningProgram {
  /** Waits until it has printed so many lines, or ended. */
  printed(lines: number): Promise<void>;
  readonly ended: Promise<ProgramRun>;
}

/** Builds `programs/<name>.ts` before the tests of the file and removes it after them. */
export function builtProgram(name: string): BuiltProgram {
  const path = bundledProgram(new URL(`programs/${name}.ts`, import.meta.url), name);
  const children = new Set<ChildProcess>();
  afterAll(() => {
    // One that hangs has failed its test, and shall not outlive it.
    for (const child of children) child.kill('SIGKILL');
  });
  return {
    address: () => pathToFileURL(path()),
    start: (argument, execArgv) => startProgram(children, path(), argument, execArgv),
  };
}

function startProgram(
  children: Set<ChildProcess>,
  path: string,
  argument: unknown,
  execArgv: readonly string[] = [],
): RunningProgram {
  const child = spawn(process.execPath, [...execArgv, path, JSON.stringify(argument)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const results: unknown[] = [];
  let stderr = '';
  let rest = '';
  const state = { hasEnded: false };
  let wake: (() => void)[] = [];
  const tellNews = (): void => {
    const waiting = wake;
    wake = [];
    for (const resolve of waiting) resolve();
  };
  const printed = async (lines: number): Promise<void> => {
    while (results.length < lines && !state.hasEnded) await new Promise<void>((resolve) => wake.push(resolve));
  };
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) results.push(JSON.parse(line));
    tellNews();
  });
  const ended = new Promise<ProgramRun>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      children.delete(child);
      state.hasEnded = true;
      tellNews();
      resolve({ exitCode, results, stderr });
    });
  });
  return { printed, ended };
}
