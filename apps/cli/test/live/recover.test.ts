import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { programOn, runProgram } from './program.js';
import { temporaryFolder } from './temporary-folder.js';

const scan = ['--keys', '/entry/keys', '--data', '/entry/data/frames'];

describe.runIf(process.platform === 'linux').each(testBackends)('a writer that is killed on $name', ({ name }) => {
  const folder = temporaryFolder();
  const { start, run } = programOn(name);

  it('is told, and its file mended', async () => {
    const path = join(folder, 'scan.h5');
    await using writer = start(['simulate', path, '--frames', '5', '--interval', '60000']);
    // The file is created, and the first frame is there.
    await writer.line(2);
    expect((await runProgram(['status', path])).lines[0]).toBe('live');
    const refused = await runProgram(['recover', path]);
    expect([refused.exitCode, refused.lines]).toEqual([1, []]);
    expect(refused.stderr).toMatch(
      new RegExp(`^h5tail: \\S+: the file is being written: process ${writer.child.pid} \\(.* has it open .*\n$`),
    );
    writer.child.kill('SIGKILL');
    await writer.ended;

    const size = statSync(path).size;
    expect((await runProgram(['status', path])).lines[0]).toMatch(/^writer (gone|unknown)$/);
    const recovered = await runProgram(['recover', path, '--writer-gone', '--json']);
    expect(recovered.exitCode).toBe(0);
    expect(JSON.parse(recovered.lines[0] ?? '')).toMatchObject({
      outcome: 'recovered',
      formerFlags: 5,
      fileSize: size,
    });
    expect((await runProgram(['status', path])).lines[0]).toBe('closed');
    const followed = await run(['follow', path, ...scan]);
    expect([followed.exitCode, followed.lines.length]).toEqual([0, 1]);
    expect(followed.stderr).toContain('1 frame, closed: the writer has closed the file');
  });
});
