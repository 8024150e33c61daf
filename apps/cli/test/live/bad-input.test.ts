import { chmodSync, copyFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { runProgram, type ProgramOptions } from './program.js';
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
async function expectOneLine(args: readonly string[], words: RegExp, options?: ProgramOptions): Promise<void> {
  const { exitCode, stderr, lines } = await runProgram(args, options);
  expect([exitCode, lines]).toEqual([1, []]);
  expect(stderr).toMatch(/^h5tail: [^\n]+\n$/);
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/HDF5-DIAG|Error:|\bat \w+.*:\d+/);
}

describe('bad input to follow', () => {
  it.each([
    ['missing.h5', /missing\.h5: there is no such file/],
    ['text.h5', /text\.h5: .*not an HDF5 file/],
    ['empty.h5', /empty\.h5: the file is empty/],
    ['truncated.h5', /truncated\.h5: the file has 10000 bytes where/],
    ['folder.h5', /folder\.h5: /],
  ])('says one line about %s', async (file, words) => {
    const path = join(folder, file);
    await expectOneLine(['follow', path, ...frames], words);
    await expectOneLine(['ls', path], words);
    await expectOneLine(['watch', path, '/entry/keys'], words);
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
    await expectOneLine(['follow', sound, ...args], words);
  });

  it('says one line about a library that is none', async () => {
    const environment = { H5TAIL_LIBHDF5: join(folder, 'text.h5'), H5TAIL_BACKEND: 'auto' };
    const words = /H5TAIL_LIBHDF5, .*text\.h5, cannot be used: not a library .* or use --backend wasm/;
    await expectOneLine(['follow', sound, ...frames, '--backend', 'native'], words, { environment });
    await expectOneLine(['follow', sound, ...frames], words, { environment });
  });

  it.skipIf(isRoot && !canBeNobody)('says one line about a file that may not be read', async () => {
    const through = isRoot ? { through: nobody } : {};
    await expectOneLine(['follow', join(folder, 'secret.h5'), ...frames], /secret\.h5: .*permission/i, through);
  });
});

describe('bad input to simulate', () => {
  it.each([
    [['sound.h5'], /sound\.h5: the file is there already.*--overwrite/],
    [['no/such/folder.h5'], /folder/],
    [['folder.h5', '--overwrite'], /folder\.h5/],
    [['half.h5', '--dtype', 'float16', '--backend', 'wasm'], /createFloat16|float16/],
  ])('says one line about %j', async ([file, ...flags], words) => {
    await expectOneLine(['simulate', join(folder, file as string), ...flags], words);
  });
});
