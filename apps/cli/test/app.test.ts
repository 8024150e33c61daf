import { describe, expect, it } from 'vitest';
import { FakeProcess } from './fake-environment.js';

describe('usage', () => {
  it.each([
    [['folow'], 'did you mean `follow`?', 'h5tail --help'],
    [['bogus'], 'No command registered for `bogus`.', 'h5tail --help'],
    [['follow'], 'Expected argument for FILE'],
    [['follow', 'a.h5', '--data', '/d'], 'Expected input for flag --keys'],
    [['follow', 'a.h5', '--keys', '/k'], 'Expected input for flag --data'],
    [['follow', 'a.h5', '--keys', '/k', '--data', '/d', '--tiemout', '3'], 'did you mean --timeout?'],
    [['follow', 'a.h5', '--keys', '/k', '--data', '/d', '--bogus'], 'No flag registered for --bogus.'],
    [['follow', 'a.h5', '--keys', '/k', '--data', '/d', '--backend', 'foo'], 'give one of (auto|wasm|native).'],
    [['follow', '--keys=', 'a.h5', '--data', '/d'], '--keys "": give a path, this one is empty.'],
    [
      ['follow', 'a.h5', '--keys', '/k', '--data', '/d', '--timeout', 'soon'],
      '--timeout "soon": give a number of seconds',
    ],
    [['follow', 'a.h5', '--keys', '/k', '--data', '/d', '--from', '-1'], '--from "-1": give a whole number'],
    [['follow', 'a.h5', '--keys', '/k', '--data', '/d', '--backend', 'hdf'], '(auto|wasm|native)'],
    [['follow', 'a.h5', 'b.h5', '--keys', '/k', '--data', '/d'], 'Too many arguments'],
    [['follow', '', '--keys', '/k', '--data', '/d'], 'FILE "": give a path'],
    [['watch', 'a.h5'], 'at least 2'],
    [['simulate', 'a.h5', '--dtype', 'complex'], '--dtype "complex": give one of (int8|'],
    [['simulate', 'a.h5', '--shape', '64x'.repeat(9)], '--shape'],
    [['simulate', 'a.h5', '--frames', '0'], '--frames "0": give a whole number, 1 or more'],
    [['simulate', 'a.h5', '--grid', '2x2', '--frames', '5'], 'it has 4 points'],
    [['ls', 'a.h5', '--depth', 'all'], '--depth "all"'],
  ])('refuses %j with 2', async (args, mentioned, hint = `h5tail ${args[0]} --help`) => {
    const process = new FakeProcess();
    expect(await process.run(...args)).toBe(2);
    expect(process.stderr.lines).toEqual([expect.stringMatching(/^h5tail: \S/)]);
    expect(process.stderr.text).toContain(mentioned);
    expect(process.stderr.text.endsWith(` See ${hint}\n`)).toBe(true);
    expect(process.stdout.text).toBe('');
  });

  it.each(['follow a.h5 --keys /k --data /d', 'ls a.h5', 'watch a.h5 /d', 'simulate a.h5', 'demo', 'doctor'])(
    'refuses an environment that names no backend: %s',
    async (line) => {
      const process = new FakeProcess({ variables: { H5TAIL_BACKEND: 'h5py' } });
      const [command = '', ...args] = line.split(' ');
      expect(await process.run(command, ...args)).toBe(2);
      expect(process.stderr.lines).toEqual([
        `h5tail: H5TAIL_BACKEND "h5py": give one of (auto|wasm|native). See h5tail ${command} --help`,
      ]);
      expect(process.stdout.text).toBe('');
    },
  );

  it('does not look at the environment where there is a --backend', async () => {
    const process = new FakeProcess({ variables: { H5TAIL_BACKEND: 'h5py' } });
    expect(await process.run('ls', '/a.h5', '--backend', 'wasm')).toBe(1);
    expect(process.stderr.text).toContain('/a.h5: there is no such file');
  });
});

describe('help', () => {
  it.each(['follow', 'ls', 'watch', 'simulate', 'demo', 'doctor'])('has an example for %s', async (command) => {
    const process = new FakeProcess();
    expect(await process.run(command, '--help')).toBe(0);
    expect(process.stdout.text).toContain(`\n  h5tail ${command}`);
    expect(process.stdout.text).toMatch(/Examples?:/);
    for (const line of process.stdout.lines) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it.each([[[]], [['--help']]])('lists the commands for %j', async (args) => {
    const process = new FakeProcess();
    expect(await process.run(...args)).toBe(0);
    expect(process.stdout.text).toMatch(/^COMMANDS\n {2}follow /m);
    for (const line of process.stdout.lines) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it('tells the version', async () => {
    const process = new FakeProcess();
    expect(await process.run('--version')).toBe(0);
    expect(process.stdout.text).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });
});
