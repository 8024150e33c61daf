import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { dtypes, openFile, type Hdf5Adapter } from '@h5tail/adapter';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testBackends } from '../../typescript/test-backends.js';
import { samplesOf } from '../src/markdown-samples.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
// Inside the workspace, so that the samples resolve its packages as a user's project would.
const folder = fileURLToPath(new URL('../.samples', import.meta.url));
const run = promisify(execFile);

async function textsForUsers(): Promise<string[]> {
  const inFolder = async (name: string): Promise<string[]> =>
    (await readdir(join(root, name))).map((entry) => `${name}/${entry}`);
  const packages = [...(await inFolder('packages')), ...(await inFolder('apps'))];
  return ['README.md', ...(await inFolder('docs')), ...packages.map((name) => `${name}/README.md`)];
}

async function writeSamples(): Promise<string[]> {
  const written: string[] = [];
  for (const text of await textsForUsers()) {
    for (const { line, code } of samplesOf(await readFile(join(root, text), 'utf8'))) {
      const name = `${text.replaceAll('/', '-').replace('.md', '')}-line-${line}.ts`;
      await writeFile(join(folder, name), code);
      written.push(name);
    }
  }
  return written;
}

let samples: string[];
beforeAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  samples = await writeSamples();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('takes complete samples and leaves fragments', () => {
  const markdown = 'text\n```ts\nimport a from "a";\na();\n```\n```ts\nfragment();\n```\n```sh\nimport x\n```\n';
  expect(samplesOf(markdown)).toEqual([{ line: 3, code: 'import a from "a";\na();' }]);
});

test('every complete sample in the documentation compiles', async () => {
  expect(samples.length).toBeGreaterThan(3);
  const config = {
    extends: '../../typescript/check.json',
    compilerOptions: { types: ['node'], noUnusedLocals: false },
    include: ['*.ts'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch(
    (error: unknown) => error as { stdout: string },
  );
  expect(stdout).toBe('');
});

test.each(testBackends)('the sample of the README follows a scan on $name', async ({ name, createAdapter }) => {
  const sample = await onBackend(samples.find((file) => file.startsWith('README-')) as string, name);
  const scan = await mkdtemp(join(tmpdir(), 'h5tail-sample-'));
  const before = process.cwd();
  const printed = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    process.chdir(scan);
    await writeScan('scan.h5', await createAdapter());
    await import(pathToFileURL(join(folder, sample)).href);
    expect(printed.mock.calls).toEqual([[0, [2, 2], 4], [1, [2, 2], 8], [2, [2, 2], 12], ['complete']]);
  } finally {
    printed.mockRestore();
    process.chdir(before);
    await rm(scan, { recursive: true });
  }
});

/** Writes a sample once more, with another backend in the line that names it; gives the new name. */
async function onBackend(sample: string, backend: string): Promise<string> {
  const code = await readFile(join(folder, sample), 'utf8');
  expect(code).toContain("import { wasmAdapter } from '@h5tail/wasm';");
  const name = sample.replace('.ts', `-${backend}.ts`);
  await writeFile(
    join(folder, name),
    code.replaceAll('@h5tail/wasm', `@h5tail/${backend}`).replaceAll('wasmAdapter', `${backend}Adapter`),
  );
  return name;
}

/** A finished scan of three frames, laid out as `h5tail simulate` does. */
async function writeScan(path: string, adapter: Hdf5Adapter): Promise<void> {
  await using file = await openFile(path, { adapter, mode: 'w' });
  const frames = Uint16Array.from({ length: 12 }, (_, i) => Math.floor(i / 4) + 1);
  await file.root.createDataset('entry/data/frames', { dtype: dtypes.uint16, shape: [3, 2, 2], data: frames });
  await file.root.createDataset('entry/keys', { dtype: dtypes.int32, shape: [3, 1, 1], data: Int32Array.of(1, 2, 3) });
}
