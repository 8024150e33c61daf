import { describe, expect, it } from 'vitest';
import { FakeProcess } from './fake-environment.js';

const init = ['mth5', 'init', 'a.h5', '--station', 'mt01', '--run', 'a'];
const follow = ['follow', 'a.h5', '--keys', '/k', '--data', '/d'];

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
    [[...follow, '--every', '0'], '--every "0": give a whole number, 1 or more'],
    [[...follow, '--region', '10:5'], '--region "10:5": "10:5" takes nothing'],
    [[...follow, '--region', '1', '--region', '2'], '--region is given twice for all datasets'],
    [[...follow, '--region', '/d=1', '--region', '/d=2'], '--region is given twice for /d'],
    [[...follow, '--region', '/e=1'], '--region /e=...: there is no such --data; give it as /d.'],
    [[...follow, '--partition', '3/3'], '--partition "3/3": give i/n with i from 0 to n-1, for example 0/3'],
    [[...follow, '--interleaved', '/a,/b'], '--interleaved "/a,/b": give a name and two datasets or more'],
    [[...follow, '--interleaved', '/d=/a,/b'], '--interleaved /d=...: /d names something else already'],
    [[...follow, '--skip-holes', 'later'], '--skip-holes "later": give a number of seconds, 0 or more, or end'],
    [[...follow, '--skip-holes', 'inf'], '--skip-holes "inf": give a number of seconds, 0 or more, or end'],
    [[...follow, '--reduce', 'median'], '--reduce "median": give one of (sum|mean|max|min|roi-sum)'],
    [[...follow, '--reduce', 'sum'], '--reduce sum takes --output FILE'],
    [[...follow, '--overwrite'], '--overwrite takes --output FILE'],
    [[...follow, '--output', 'b.h5', '--reduce', 'roi-sum'], '--reduce roi-sum takes a --region for /d'],
    [[...follow, '--output', './a.h5'], '--output ./a.h5 is the file to be followed'],
    [['rows', 'a.h5'], 'Expected input for flag --keys'],
    [['rows', 'a.h5', '--keys', '/k', '--row-size', '0'], '--row-size "0": give a whole number, 1 or more'],
    [['rows', 'a.h5', '--keys', '/k', '--region', '1'], '--region takes --data PATH'],
    [['chunks', 'a.h5'], 'Expected input for flag --data'],
    [['chunks', 'a.h5', '--data', '/d', '--window', 'x'], '--window "x": give a whole number'],
    [['chunks', 'a.h5', '--data', '/d', '--region', '/e=:'], 'there is no such --data; give it as /d.'],
    [['watch', 'a.h5'], 'at least 2'],
    [['simulate', 'a.h5', '--dtype', 'complex'], '--dtype "complex": give one of (int8|'],
    [['simulate', 'a.h5', '--shape', '64x'.repeat(9)], '--shape'],
    [['simulate', 'a.h5', '--frames', '0'], '--frames "0": give a whole number, 1 or more'],
    [['simulate', 'a.h5', '--grid', '2x2', '--frames', '5'], 'it has 4 points'],
    [['ls', 'a.h5', '--depth', 'all'], '--depth "all"'],
    [['raw', 'cat', 'a.h5', '--start', '1.5'], '--start "1.5": give a whole number', 'h5tail raw cat --help'],
    [['raw', 'cat', 'a.h5', '--format', 'csv'], 'give one of (ndjson|hex|binary)', 'h5tail raw cat --help'],
    [['raw', 'write', 'a.h5', '--io-version', '1'], 'give two numbers with a dot between', 'h5tail raw write --help'],
    [['raw', 'write', 'a.h5', '--input', 'hex'], 'give one of (ndjson|binary)', 'h5tail raw write --help'],
    [['raw', 'write', 'a.h5', '--batch', '0'], '--batch "0": give a whole number, 1', 'h5tail raw write --help'],
    [['raw', 'merge', 'a.h5'], 'at least 2', 'h5tail raw merge --help'],
    [['raw', 'split', 'a.h5'], 'give --max-bytes N or --max-messages N', 'h5tail raw split --help'],
    [['raw', 'decode', 'a.h5', '--asic', 'v1'], 'packets of LArPix v1 are never in', 'h5tail raw decode --help'],
    [['mth5', 'init', 'a.h5'], 'Expected input for flag --station', 'h5tail mth5 init --help'],
    [
      [...init, '--channels', 'ex,,ey'],
      '--channels "ex,,ey": give names with commas between',
      'h5tail mth5 init --help',
    ],
    [[...init, '--channels', 'ex,ex'], '--channels "ex,ex": ex is there twice', 'h5tail mth5 init --help'],
    [[...init, '--sample-rate', '0'], '--sample-rate "0": give samples per second', 'h5tail mth5 init --help'],
    [[...init, '--dtype', 'u2'], '--dtype "u2": give one of (i4|f4|f8|i2)', 'h5tail mth5 init --help'],
    [[...init, '--start', 'noon'], '--start "noon": give a time of ISO 8601', 'h5tail mth5 init --help'],
    [[...init, '--start', '2026-02-30'], '--start "2026-02-30": give a time', 'h5tail mth5 init --help'],
    [[...init, '--compression', '10'], '--compression "10": give a level from 1 to 9', 'h5tail mth5 init --help'],
    [[...init, '--version', '0.3.0'], '--version "0.3.0": give one of (0.2.0|0.1.0)', 'h5tail mth5 init --help'],
    [['mth5', 'summary'], 'Expected argument for FILE', 'h5tail mth5 summary --help'],
    [['mth5', 'monitor', 'a.h5', '--timeout', 'x'], '--timeout "x": give a number', 'h5tail mth5 monitor --help'],
    [['mth5', 'cat', 'a.h5'], 'Expected argument for PATH', 'h5tail mth5 cat --help'],
    [['mth5', 'cat', 'a.h5', 'a/b/c', '--block', '0'], '--block "0": give a whole number', 'h5tail mth5 cat --help'],
    [
      ['mth5', 'cat', 'a.h5', 'a', '--from', '1', '--start', '2026-03-01'],
      '--start and --end',
      'h5tail mth5 cat --help',
    ],
    [['mth5', 'simulate', 'a.h5', '--speed', 'double'], 'give one of (real|full)', 'h5tail mth5 simulate --help'],
    [['status'], 'Expected argument for FILE'],
    [['recover'], 'Expected argument for FILE'],
    [['recover', 'a.h5', '--copy', ''], '--copy "": give a path'],
    [['recover', 'a.h5', '--force'], 'No flag registered for --force'],
  ])('refuses %j with 2', async (args, mentioned, hint = `h5tail ${args[0]} --help`) => {
    const process = new FakeProcess();
    expect(await process.run(...args)).toBe(2);
    expect(process.stderr.lines).toEqual([expect.stringMatching(/^h5tail: \S/)]);
    expect(process.stderr.text).toContain(mentioned);
    expect(process.stderr.text.endsWith(` See ${hint}\n`)).toBe(true);
    expect(process.stdout.text).toBe('');
  });

  it.each([
    'follow a.h5 --keys /k --data /d',
    'rows a.h5 --keys /k',
    'chunks a.h5 --data /d',
    'ls a.h5',
    'watch a.h5 /d',
    'simulate a.h5',
    'demo',
    'doctor',
    'raw len a.h5',
    'raw write a.h5',
    'mth5 summary a.h5',
    'mth5 simulate a.h5',
  ])('refuses an environment that names no backend: %s', async (line) => {
    const process = new FakeProcess({ variables: { H5TAIL_BACKEND: 'h5py' } });
    expect(await process.run(...line.split(' '))).toBe(2);
    const command = /^((raw|mth5) )?\w+/.exec(line)?.[0];
    expect(process.stderr.lines).toEqual([
      `h5tail: H5TAIL_BACKEND "h5py": give one of (auto|wasm|native). See h5tail ${command} --help`,
    ]);
    expect(process.stdout.text).toBe('');
  });

  it('does not look at the environment where there is a --backend', async () => {
    const process = new FakeProcess({ variables: { H5TAIL_BACKEND: 'h5py' } });
    expect(await process.run('ls', '/a.h5', '--backend', 'wasm')).toBe(1);
    expect(process.stderr.text).toContain('/a.h5: there is no such file');
  });
});

describe('help', () => {
  it.each(['follow', 'rows', 'chunks', 'ls', 'watch', 'status', 'recover', 'simulate', 'demo', 'doctor'])(
    'has an example for %s',
    async (command) => {
      const process = new FakeProcess();
      expect(await process.run(command, '--help')).toBe(0);
      expect(process.stdout.text).toContain(`\n  h5tail ${command}`);
      expect(process.stdout.text).toMatch(/Examples?:/);
      for (const line of process.stdout.lines) expect(line.length, line).toBeLessThanOrEqual(80);
    },
  );

  it.each(['info', 'len', 'cat', 'write', 'follow', 'decode', 'merge', 'split'])(
    'has an example for raw %s',
    async (command) => {
      const process = new FakeProcess();
      expect(await process.run('raw', command, '--help')).toBe(0);
      expect(process.stdout.text).toContain(`\n  h5tail raw ${command}`);
      expect(process.stdout.text).toMatch(/Exit codes: 0 .*[;.]/);
      for (const line of process.stdout.lines) expect(line.length, line).toBeLessThanOrEqual(80);
    },
  );

  it.each(['init', 'append', 'summary', 'monitor', 'cat', 'simulate'])(
    'has an example for mth5 %s',
    async (command) => {
      const process = new FakeProcess();
      expect(await process.run('mth5', command, '--help')).toBe(0);
      expect(process.stdout.text).toContain(`\n  h5tail mth5 ${command}`);
      expect(process.stdout.text).toMatch(/Exit codes: 0 .*[;.]/);
      for (const line of process.stdout.lines) expect(line.length, line).toBeLessThanOrEqual(80);
    },
  );

  it.each([[['mth5']], [['mth5', '--help']]])('lists the commands on MTH5 files for %j', async (args) => {
    const process = new FakeProcess();
    expect(await process.run(...args)).toBe(0);
    expect(process.stdout.text).toMatch(/^COMMANDS\n {2}init /m);
    expect(process.stdout.text).toMatch(/Examples:\n {2}h5tail mth5 /);
    for (const line of process.stdout.lines) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  it.each([[['raw']], [['raw', '--help']]])('lists the commands on raw files for %j', async (args) => {
    const process = new FakeProcess();
    expect(await process.run(...args)).toBe(0);
    expect(process.stdout.text).toMatch(/^COMMANDS\n {2}info /m);
    expect(process.stdout.text).toMatch(/Examples:\n {2}h5tail raw /);
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
