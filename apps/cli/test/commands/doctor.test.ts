import { describe, expect, it } from 'vitest';
import { Hdf5Error } from '@h5tail/adapter';
import { FakeProcess } from '../fake-environment.js';

describe('doctor', () => {
  it('tells what works and what to do about the rest', async () => {
    const process = new FakeProcess();
    expect(await process.run('doctor')).toBe(0);
    expect(process.stdout.lines).toEqual([
      expect.stringMatching(/^h5tail \S+ on Node \d/),
      'ok  backend wasm: HDF5 none in memory',
      expect.stringMatching(/^-- {2}backend native: .*--backend wasm/),
      expect.stringMatching(/^(ok|--) {2}changes at .+: ./),
    ]);
  });

  it('prints JSON', async () => {
    const process = new FakeProcess();
    await process.run('doctor', '--json');
    expect(process.output).toMatchObject([
      {
        node: globalThis.process.versions.node,
        backends: [
          { name: 'wasm', works: true },
          { name: 'native', works: false },
        ],
        changeNotification: { name: globalThis.process.cwd() },
      },
    ]);
  });

  it('says so where the path does not exist', async () => {
    const process = new FakeProcess();
    expect(await process.run('doctor', '/no/such/place')).toBe(0);
    expect(process.stdout.text).toContain('changes at /no/such/place: there is no such file or folder');
  });

  it('fails when no backend works', async () => {
    const process = new FakeProcess();
    const broken = {
      ...process.environment,
      openBackend: () => Promise.reject(new Hdf5Error('BACKEND_UNAVAILABLE', 'broken')),
    };
    const { runCli } = await import('../../src/app.js');
    expect(await runCli(['doctor'], broken)).toBe(1);
    expect(process.stdout.text).toContain('--  backend wasm: broken');
    expect(process.stderr.text).toBe('');
  });
});
