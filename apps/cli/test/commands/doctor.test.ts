import { describe, expect, it } from 'vitest';
import { filterIds, Hdf5Error } from '@h5tail/adapter';
import { memoryAdapter } from '@h5tail/adapter-conformance/memory';
import { FakeProcess } from '../fake-environment.js';

describe('doctor', () => {
  it('tells what works and what to do about the rest', async () => {
    const process = new FakeProcess();
    expect(await process.run('doctor')).toBe(0);
    expect(process.stdout.lines).toEqual([
      expect.stringMatching(/^h5tail \S+ on Node \d/),
      'ok  backend wasm: HDF5 none in memory',
      expect.stringMatching(/^-- {2}backend native: .*--backend wasm/),
      'ok  backend auto: takes wasm, because native does not work',
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
          { name: 'wasm', works: true, hdf5: 'none', implementation: 'memory' },
          { name: 'native', works: false, details: expect.stringContaining('is not installed') as string },
        ],
        auto: { takes: 'wasm', reason: expect.stringMatching(/^native does not work: .* is not installed/) as string },
        chosen: { name: 'auto', by: 'default' },
        changeNotification: { name: globalThis.process.cwd() },
      },
    ]);
  });

  it('takes native where it works, and says what the environment chooses', async () => {
    const version = async () => ({ hdf5: '1.14.6', implementation: 'libhdf5.so.310 (thread-safe) through koffi 3' });
    const native = async () => ({ ...memoryAdapter(), version });
    const process = new FakeProcess({ native, variables: { H5TAIL_BACKEND: 'wasm' } });
    expect(await process.run('doctor')).toBe(0);
    expect(process.stdout.lines.slice(2, 5)).toEqual([
      'ok  backend native: HDF5 1.14.6 in libhdf5.so.310 (thread-safe) through koffi 3',
      'ok  backend auto: takes native, because it is the fastest',
      '    H5TAIL_BACKEND chooses wasm where there is no --backend',
    ]);
    process.stdout.text = '';
    await process.run('doctor', '--json');
    expect(process.output).toMatchObject([
      {
        backends: [{ name: 'wasm' }, { name: 'native', works: true, ...(await version()) }],
        auto: { takes: 'native' },
        chosen: { name: 'wasm', by: 'variable' },
      },
    ]);
  });

  it('lists the filters of a backend that can tell', async () => {
    const asked: number[] = [];
    const availableFilters = async (ids: readonly number[]): Promise<number[]> => {
      asked.push(...ids);
      return ids.filter((id) => id === filterIds.deflate || id === filterIds.bitshuffle);
    };
    const process = new FakeProcess({ native: async () => ({ ...memoryAdapter(), availableFilters }) });
    await process.run('doctor');
    expect(process.stdout.lines.slice(2, 6)).toEqual([
      expect.stringMatching(/^ok {2}backend native: /),
      '    filters: deflate (1), bitshuffle (32008)',
      expect.stringMatching(/^ {4}missing: szip \(4\), bzip2 \(307\), .*zstd \(32015\).*; HDF5_PLUGIN_PATH names /),
      expect.stringMatching(/^ok {2}backend auto: /),
    ]);
    process.stdout.text = '';
    await process.run('doctor', '--json');
    const [document] = process.output as { backends: { filters?: unknown[] }[] }[];
    expect(document?.backends.map(({ filters }) => filters?.length)).toEqual([undefined, new Set(asked).size]);
    expect(document?.backends[1]?.filters).toContainEqual({ id: 32008, name: 'bitshuffle', works: true });
    expect(document?.backends[1]?.filters).toContainEqual({ id: 32000, name: 'lzf', works: false });
  });

  it('says what is wrong with a library that the environment names', async () => {
    const failure = new Hdf5Error('BACKEND_UNAVAILABLE', 'H5TAIL_LIBHDF5, /x.so, cannot be used: not found');
    const native = async () => ({ ...memoryAdapter(), version: () => Promise.reject(failure) });
    const process = new FakeProcess({ native, variables: { H5TAIL_LIBHDF5: '/x.so' } });
    expect(await process.run('doctor')).toBe(0);
    expect(process.stdout.lines.slice(2, 4)).toEqual([
      expect.stringContaining('--  backend native: H5TAIL_LIBHDF5, /x.so, cannot be used: not found'),
      'ok  backend auto: takes wasm, because native does not work',
    ]);
    await process.run('doctor', '--json');
    expect(JSON.parse(process.stdout.lines.at(-1) ?? '')).toMatchObject({
      auto: { takes: 'wasm', reason: expect.stringContaining('/x.so, cannot be used: not found') as string },
    });
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
