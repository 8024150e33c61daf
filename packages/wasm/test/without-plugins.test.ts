import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFile } from '@h5tail/adapter';
import { applies, conformanceCases, runCase } from '@h5tail/adapter-conformance';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { wasmAdapter } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'h5tail-plugins-'));
afterAll(() => rmSync(folder, { recursive: true }));

vi.mock(import('../src/filter-plugins.js'), async (importOriginal) => ({
  ...(await importOriginal()),
  pluginFolder: () => undefined,
}));

const adapter = wasmAdapter();
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../adapter-conformance/fixtures/${name}`, import.meta.url));

// h5wasm looks at the environment when it is loaded, so this comes before the first file is opened.
it('tries no plug-in of a native library, which h5wasm would tell on the terminal', async () => {
  writeFileSync(join(folder, 'libh5lz4.so'), '\u007FELF and so on');
  vi.stubEnv('HDF5_PLUGIN_PATH', folder);
  const printed = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn'), vi.spyOn(process.stderr, 'write')];
  await using file = await openFile(fixture('codecs-lz4.h5'), { adapter, mode: 'r' });
  const dataset = await file.dataset('/lz4/uint16');
  await expect(dataset.read()).rejects.toMatchObject({
    code: 'FILTER_MISSING',
    message: expect.stringMatching(/filter 32004 \(lz4\)/) as string,
    remedy: expect.stringMatching(/h5wasm-plugins.*@h5tail\/native/) as string,
  });
  for (const each of printed) expect(each).not.toHaveBeenCalled();
});

describe('without h5wasm-plugins', () => {
  const cases = conformanceCases.filter((one) => one.group === 'codecs' && applies(one, 'files'));
  for (const one of cases) it(one.name, () => runCase(one, { name: 'wasm', createAdapter: () => adapter }));
});
