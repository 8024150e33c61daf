import { spawn, type ChildProcess } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll } from 'vitest';

const packages = fileURLToPath(new URL('../../../', import.meta.url));
const programs = fileURLToPath(new URL('programs/', import.meta.url));
const callThreadWorker = 'call-thread-worker.js';

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
  /** Settles when it has printed its first line, or ended. */
  readonly isReady: Promise<void>;
  readonly ended: Promise<ProgramRun>;
}

/** Builds `programs/<name>.ts` before the tests of the file and removes it after them. */
export function builtProgram(name: string): BuiltProgram {
  let folder: string;
  const children = new Set<ChildProcess>();
  beforeAll(async () => {
    // Inside the package that loads h5wasm, so that it is found; koffi is given by its address.
    folder = await mkdtemp(join(packages, 'wasm/node_modules/.bundle-'));
    const common = pathToFileURL(createRequire(join(packages, 'native/package.json')).resolve('koffi'));
    const koffi = new URL('index.js', common).href;
    await build({
      configFile: false,
      logLevel: 'silent',
      root: packages,
      plugins: [
        { name: 'koffi', enforce: 'pre', resolveId: (id) => (id === 'koffi' ? { id: koffi, external: true } : null) },
      ],
      ssr: { noExternal: [/^@h5tail\//], resolve: { conditions: ['@h5tail/source', 'node'] } },
      build: {
        ssr: join(programs, `${name}.ts`),
        outDir: folder,
        rolldownOptions: { external: [/^h5wasm/], output: { entryFileNames: `${name}.mjs`, codeSplitting: false } },
      },
    });
    // The call thread starts from a file beside the module.
    await copyFile(join(packages, 'native/src', callThreadWorker), join(folder, callThreadWorker));
  });
  afterAll(async () => {
    // One that hangs has failed its test, and shall not outlive it.
    for (const child of children) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  const path = (): string => join(folder, `${name}.mjs`);
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
  let becomesReady = (): void => undefined;
  const isReady = new Promise<void>((resolve) => (becomesReady = resolve));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) results.push(JSON.parse(line));
    if (lines.length > 0) becomesReady();
  });
  const ended = new Promise<ProgramRun>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => {
      children.delete(child);
      becomesReady();
      resolve({ exitCode, results, stderr });
    });
  });
  return { isReady, ended };
}
