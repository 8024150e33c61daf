import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { bin, programOn } from './program.js';
import { temporaryFolder } from './temporary-folder.js';

const scan = ['--keys', '/entry/keys', '--data', '/entry/data/frames'];

describe.each(testBackends)('on $name', ({ name }) => {
  const folder = temporaryFolder();
  const path = join(folder, 'scan.h5');
  const { start, run } = programOn(name);

  beforeAll(async () => {
    const args = ['simulate', path, '--frames', '2000', '--shape', '8x8', '--interval', '0'];
    expect((await run(args)).exitCode).toBe(0);
  });

  /** Runs a shell command in which `$follow` is the follow of the complete file, with values. */
  function shell(script: string): { status: number | null; stdout: string; stderr: string } {
    const command = [process.execPath, bin, 'follow', path, ...scan, '--values', '--backend', name]
      .map((word) => `'${word}'`)
      .join(' ');
    return spawnSync('bash', ['-c', `set -o pipefail; follow() { ${command}; }; ${script}`], { encoding: 'utf8' });
  }

  describe('signals', () => {
    it.each([
      ['SIGINT', 130, 'interrupted'],
      ['SIGTERM', 143, 'terminated'],
    ] as const)('stop follow and simulate at %s, with the file closed', async (signal, exitCode, words) => {
      const live = join(folder, `${signal}.h5`);
      await using simulate = start(['simulate', live, '--frames', '2', '--interval', '60000']);
      await simulate.line(2);
      await using program = start(['follow', live, ...scan, '--timeout', 'inf']);
      await program.line(1);
      program.child.kill(signal);
      expect(await program.ended).toEqual({ exitCode, signal: null, stderr: `h5tail: 1 frame, ${words}\n` });
      simulate.child.kill(signal);
      const stderr = `h5tail: 1 frame written, ${words}; ${live} is closed\n`;
      expect(await simulate.ended).toEqual({ exitCode, signal: null, stderr });
    });

    it('end it also while nobody reads its output', async () => {
      const fifo = join(folder, 'fifo');
      expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
      // Open for both, so that nobody has to wait for the other side; nothing is read any more once it is in full swing.
      const pipe = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
      await using program = start(['follow', path, ...scan, '--values'], {
        through: ['bash', '-c', `exec "$0" "$@" > '${fifo}'`],
      });
      let read = 0;
      await expect
        .poll(() => (read += unlessBlocked(() => readSync(pipe, Buffer.alloc(20_000)))))
        .toBeGreaterThan(20_000);
      for (const size of [4096, 1]) while (unlessBlocked(() => writeSync(pipe, Buffer.alloc(size))) > 0);
      program.child.kill('SIGINT');
      const { exitCode, stderr } = await program.ended;
      closeSync(pipe);
      expect(exitCode).toBe(130);
      expect(stderr).toMatch(/^h5tail: \d+ frames?, interrupted; [^\n]*\n$/);
    });
  });

  describe('stdout', () => {
    it('may be closed by its reader, as with head', () => {
      const { status, stdout, stderr } = shell('follow | head -1');
      expect(status).toBe(0);
      expect(stdout.split('\n')).toHaveLength(2);
      expect(stderr).toMatch(/^h5tail: \d+ frames?, the reader of the output is gone\n$/);
    });

    it('may be read slowly', () => {
      const { stdout, stderr } = shell('follow | (n=0; while read -r line; do n=$((n + 1)); done; echo $n)');
      expect([stdout.trim(), stderr]).toEqual(['2000', 'h5tail: 2000 frames, complete: every key is set\n']);
    });

    it('may be a full disk', () => {
      const { status, stderr } = shell('follow > /dev/full');
      expect(status).toBe(1);
      expect(stderr).toMatch(/^h5tail: (after \d+ frames?: )?cannot write the output: [^\n]*ENOSPC[^\n]*\n$/);
    });
  });
});

/** What a read or a write gives, 0 where it would have to wait. */
function unlessBlocked(attempt: () => number): number {
  try {
    return attempt();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
    throw error;
  }
}

describe('the start', () => {
  it('loads no HDF5 and no command for --help', () => {
    const logging = 'export async function resolve(s, c, next) { process._rawDebug(s); return next(s, c); }';
    const register = `import { register } from 'node:module'; register('data:text/javascript,${encodeURIComponent(logging)}');`;
    const preload = `data:text/javascript,${encodeURIComponent(register)}`;
    const { status, stderr } = spawnSync(process.execPath, ['--import', preload, bin, '--help'], { encoding: 'utf8' });
    expect(status).toBe(0);
    const loaded = stderr.split('\n');
    expect(loaded).toContain('@stricli/core');
    expect(
      loaded.filter((name) => /h5wasm|koffi|@h5tail\/(wasm|native)|follower|frames|local-file|^ora$|\/run-/.test(name)),
    ).toEqual([]);
  });

  it('leaves stdin alone where it is not read: it may be that of a loop in a shell', () => {
    const telling = [
      "const { get } = Object.getOwnPropertyDescriptor(process, 'stdin');",
      "Object.defineProperty(process, 'stdin', { get() { process._rawDebug('stdin opened'); return get.call(process); } });",
    ].join(' ');
    const preload = `data:text/javascript,${encodeURIComponent(telling)}`;
    const stderrOf = (...args: string[]): string =>
      spawnSync(process.execPath, ['--import', preload, bin, ...args], { encoding: 'utf8', input: '' }).stderr;
    expect(stderrOf('ls', '/nowhere.h5')).toMatch(/^h5tail: \/nowhere\.h5: there is no such file[^\n]*\n$/);
    expect(stderrOf('raw', 'write', join('/nowhere', 'raw.h5'))).not.toContain('stdin opened');
  });
});
