import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Finding {
  readonly object: string;
  readonly finding: string;
}
interface Mutation {
  readonly mutation: string;
  readonly words: string;
  readonly findings: readonly Finding[];
}

const python = pythonForInterop() ?? '';
const program = (name: string): string => fileURLToPath(new URL(`../../python/${name}`, import.meta.url));
const withoutCaches = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
const linesOf = (text: string): unknown[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe.skipIf(python === '')('the check of a layout', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'h5tail-mth5-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const make = (...options: string[]): string => {
    const path = join(folder, 'made.h5');
    execFileSync(python, [program('make_reference_file.py'), ...options, path], { env: withoutCaches });
    return path;
  };
  const check = (path: string): { code: number | null; lines: unknown[] } => {
    const { status, stdout } = spawnSync(python, [program('check_layout.py'), path], {
      encoding: 'utf8',
      env: withoutCaches,
    });
    return { code: status, lines: linesOf(stdout) };
  };

  it.each([
    ['of version 0.2.0', 5, []],
    ['of version 0.1.0', 5, ['--version', '0.1.0']],
    ['of several stations and runs', 20, ['--stations', 'a1,b1', '--runs', 'r1,r2']],
    [
      'of all kinds of channels and samples',
      3,
      ['--channels', 'ex,hx,temp', '--dtype', 'hx=<f4', '--dtype', 'temp=<f8'],
    ],
    ['without channels', 0, ['--channels', '']],
    ['without samples', 5, ['--samples', '0']],
    ['with a channel of zeros', 5, ['--zero', 'ex']],
    ['with an attribute that MTH5 overlooks', 5, ['--set', 'Run:operator=somebody']],
    ['with compressed samples', 5, ['--compression', 'gzip']],
    ['of a session that ended', 5, ['--session', 'ended']],
    ['made of the empty one', 5, ['--skeleton', '--session', 'ended']],
    ['made of the empty one of version 0.1.0', 5, ['--skeleton', '--version', '0.1.0']],
    ['with text that says it is padded', 5, ['--space-padded']],
    ['of a session that goes on, whose table is behind', 5, ['--session', 'going', '--table', 'stale']],
  ])('finds nothing in a good file %s', (_, channels, options) => {
    expect(check(make(...options))).toEqual({ code: 0, lines: [{ ok: true, channels }] });
  });

  it.each([
    [['--fixed-text'], { object: '/', finding: "stored type of file.type is 'text of fixed length' instead of 's'" }],
    [['--array-attributes'], { object: '/', finding: "stored type of data_level is 'an array' instead of 'i'" }],
    [['--libver', 'earliest'], { object: '/', finding: 'version of the superblock is 0 instead of 3' }],
    [['--table', 'stale'], { object: '/Experiment/channel_summary[0]', finding: 'n_samples is 2500 instead of 5000' }],
    [['--table', 'empty'], { object: '/Experiment/channel_summary[0]', finding: 'hdf5_reference is to no channel' }],
    [['--minimal'], { object: '/Experiment/Surveys/test', finding: 'attribute name is missing' }],
  ])('says what is odd in a file made with %s', (options, finding) => {
    const { code, lines } = check(make(...options));
    expect(code).toBe(1);
    expect(lines).toContainEqual(finding);
  });

  it('finds each way in which a good file is spoilt', () => {
    const printed = execFileSync(python, [program('mutate_reference_file.py'), make(), folder], {
      encoding: 'utf8',
      env: withoutCaches,
    });
    const mutations = linesOf(printed) as Mutation[];
    const missed = mutations.filter(
      ({ words, findings }) => !findings.some(({ object, finding }) => `${object} ${finding}`.includes(words)),
    );
    expect(missed).toEqual([]);
    expect(new Set(mutations.map(({ mutation }) => mutation)).size).toBe(103);
  });
});
