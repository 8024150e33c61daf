import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { pythonForInterop } from '../src/live-writer.js';

const python = pythonForInterop();
const script = fileURLToPath(new URL('../python/make_fixtures.py', import.meta.url));

// The files are part of the repository, so that nobody needs Python to test an adapter; the script stays their source.
it.runIf(python !== undefined)('the fixtures and their goldens are what the script makes of h5py today', () => {
  const printed = execFileSync(python as string, [script, '--check'], { encoding: 'utf8' });
  expect(printed).toMatch(/goldens compared/);
});
