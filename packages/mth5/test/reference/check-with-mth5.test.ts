import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Outcome {
  readonly mode: string;
  readonly operation: string;
  readonly ok: boolean;
}

const python = pythonForInterop() ?? '';
const program = (name: string): string => fileURLToPath(new URL(`../../python/${name}`, import.meta.url));
const withoutCaches = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };

// Reading through MTH5 takes seconds per file.
describe.skipIf(python === '')('the check with MTH5 itself', { timeout: 120_000 }, () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'h5tail-mth5-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Lines of the check; one that says that there is no MTH5, where there is none. */
  const check = (...options: string[]): { code: number | null; version: string | null; outcomes: Outcome[] } => {
    const path = join(folder, 'made.h5');
    execFileSync(python, [program('make_reference_file.py'), ...options, path], { env: withoutCaches });
    const { status, stdout } = spawnSync(python, [program('check_with_mth5.py'), path], {
      encoding: 'utf8',
      env: withoutCaches,
    });
    const [first, ...rest] = stdout.trim().split('\n');
    const { mth5 } = JSON.parse(first ?? '') as { mth5: string | null };
    return { code: status, version: mth5, outcomes: rest.map((line) => JSON.parse(line) as Outcome) };
  };

  it.each([
    ['of version 0.2.0', ['--skeleton', '--channels', 'ex,temp', '--dtype', 'ex=<f8', '--session', 'ended']],
    ['of version 0.1.0', ['--skeleton', '--version', '0.1.0', '--channels', 'hy', '--space-padded']],
    ['with no more than is needed', ['--channels', 'hx', '--minimal']],
  ])('passes a good file %s, in each mode', (_, options) => {
    const { code, version, outcomes } = check(...options);
    expect(code).toBe(0);
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
    const modes = new Set(outcomes.map(({ mode }) => mode));
    expect([...modes]).toEqual(version === null ? [] : ['r', 'r+SWMR', 'a+SWMR', 'a']);
  });

  it('does not pass a file with an attribute that MTH5 stumbles over', () => {
    const { code, version, outcomes } = check('--channels', 'ex', '--set', 'Electric:my.key=x');
    const failed = outcomes.filter(({ ok }) => !ok).map(({ mode, operation }) => `${mode} ${operation}`);
    expect(code).toBe(version === null ? 0 : 1);
    expect(failed.includes('r get_channel test/mt001/a/ex')).toBe(version !== null);
  });

  it('says so where MTH5 cannot be imported', () => {
    writeFileSync(join(folder, 'mth5.py'), "raise ImportError('as if it were not there')\n");
    const path = [folder, ...(process.env['PYTHONPATH'] ?? '').split(delimiter)].filter(Boolean).join(delimiter);
    const { status, stdout } = spawnSync(python, [program('check_with_mth5.py'), 'none.h5'], {
      encoding: 'utf8',
      env: { ...withoutCaches, PYTHONPATH: path },
    });
    expect([stdout, status]).toEqual(['{"mth5": null}\n', 0]);
  });
});
