import { chmodSync, copyFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { programOn, runProgram, type ProgramOptions } from './program.js';
import { temporaryFolder } from './temporary-folder.js';

const folder = temporaryFolder();
const sound = join(folder, 'sound.h5');
const frames = ['--keys', '/entry/keys', '--data', '/entry/data/frames'];

/** Root may read everything, so the test for permissions has to be somebody else. */
const isRoot = process.getuid?.() === 0;
const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const canBeNobody = spawnSync(nobody[0] as string, [...nobody.slice(1), process.execPath, '--version']).status === 0;

beforeAll(async () => {
  await runProgram(['simulate', sound, '--frames', '4', '--interval', '0']);
  mkdirSync(join(folder, 'folder.h5'));
  writeFileSync(join(folder, 'text.h5'), 'This is not HDF5.\n'.repeat(100));
  writeFileSync(join(folder, 'empty.h5'), '');
  copyFileSync(sound, join(folder, 'truncated.h5'));
  truncateSync(join(folder, 'truncated.h5'), 10_000);
  copyFileSync(sound, join(folder, 'secret.h5'));
  chmodSync(join(folder, 'secret.h5'), 0o000);
});

/** Exit code 1, one line with a remedy, and nothing else on stderr or stdout. */
async function expectOneLine(
  run: typeof runProgram,
  args: readonly string[],
  words: RegExp,
  options?: ProgramOptions,
): Promise<void> {
  const { exitCode, stderr, lines } = await run(args, options);
  expect([exitCode, lines]).toEqual([1, []]);
  expect(stderr).toMatch(/^h5tail: [^\n]+\n$/);
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/HDF5-DIAG|Error:|\bat \w+.*:\d+/);
}

describe.each(testBackends)('bad input to follow on $name', ({ name }) => {
  const { run } = programOn(name);

  it.each([
    ['missing.h5', /missing\.h5: there is no such file/],
    ['text.h5', /text\.h5: .*not an HDF5 file/],
    ['empty.h5', /empty\.h5: the file is empty/],
    ['truncated.h5', /truncated\.h5: the file has 10000 bytes where/],
    ['folder.h5', /folder\.h5: /],
  ])('says one line about %s', async (file, words) => {
    const path = join(folder, file);
    await expectOneLine(run, ['follow', path, ...frames], words);
    await expectOneLine(run, ['ls', path], words);
    await expectOneLine(run, ['watch', path, '/entry/keys'], words);
  });

  it.each([
    [['--keys', '/entry/nothing', '--data', '/entry/data/frames'], /sound\.h5 : \/entry\/nothing: there is no such/],
    [['--keys', '/entry/keys', '--data', '/nothing'], /sound\.h5 : \/nothing: there is no such/],
    [[...frames, '--finished', '/entry/done'], /sound\.h5 : \/entry\/done: there is no such/],
    [['--keys', '/entry', '--data', '/entry/data/frames'], /sound\.h5 : \/entry: .*group/],
    [['--keys', '/entry/data/frames', '--data', '/entry/keys'], /\/entry\/keys: .*\/entry\/data\/frames/],
    [
      ['--keys', '/entry/keys', '--keys', '/entry/data/frames', '--data', '/entry/data/frames'],
      /\/entry\/keys.*|frames/,
    ],
    [[...frames, '--scan-rank', '9'], /scan/],
  ])('says one line about %j', async (args, words) => {
    await expectOneLine(run, ['follow', sound, ...args], words);
  });

  it.skipIf(isRoot && !canBeNobody)('says one line about a file that may not be read', async () => {
    const through = isRoot ? { through: nobody } : {};
    await expectOneLine(run, ['follow', join(folder, 'secret.h5'), ...frames], /secret\.h5: .*permission/i, through);
  });
});

describe.each(testBackends)('bad input to simulate on $name', ({ name }) => {
  const { run } = programOn(name);

  it.each([
    [['sound.h5'], /sound\.h5: the file is there already.*--overwrite/],
    [['no/such/folder.h5'], /folder/],
    [['folder.h5', '--overwrite'], /folder\.h5/],
  ])('says one line about %j', async ([file, ...flags], words) => {
    await expectOneLine(run, ['simulate', join(folder, file as string), ...flags], words);
  });
});

describe('a library that is none', () => {
  const environment = { H5TAIL_LIBHDF5: join(folder, 'text.h5'), H5TAIL_BACKEND: 'auto' };

  it('is one line where the native backend is asked for', async () => {
    const words = /H5TAIL_LIBHDF5, .*text\.h5, cannot be used: not a library .* or use --backend wasm/;
    await expectOneLine(runProgram, ['follow', sound, ...frames, '--backend', 'native'], words, { environment });
  });

  it('leaves auto with wasm', async () => {
    const { exitCode, lines } = await runProgram(['follow', sound, ...frames], { environment });
    expect([exitCode, lines.length]).toEqual([0, 4]);
  });
});

it('says one line about a type that a backend cannot create', async () => {
  const args = ['simulate', join(folder, 'half.h5'), '--dtype', 'float16', '--backend', 'wasm'];
  await expectOneLine(runProgram, args, /createFloat16|float16/);
});
