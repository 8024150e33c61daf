import { existsSync, statSync } from 'node:fs';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { openMth5, recoverMth5 } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundledProgram } from '../../../tooling/typescript/bundled-program.js';
import { LineProcess } from '../../../tooling/typescript/line-process.js';
import { testBackends } from '../../../tooling/typescript/test-backends.js';
import { blockOf } from './five-channels.js';
import type { RecordAnswer, RecordCommand } from './programs/record-steps.js';
import { scratchFolder } from './scratch-folder.js';

const pathOf = scratchFolder();

// A limit on the size of files fails like a full disk, and needs no rights. HDF5 1.10 may crash on what is left, so the writer has
// a process of its own, and its end counts.
describe.runIf(process.platform === 'linux').each(testBackends)('a full disk on $name', ({ name, createAdapter }) => {
  const program = bundledProgram(new URL('programs/record-steps.ts', import.meta.url), 'record-steps');
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await createAdapter();
  });

  function recorder(): { readonly process: LineProcess; step: (command: RecordCommand) => Promise<RecordAnswer> } {
    const started = new LineProcess(process.execPath, [program(), name]);
    return { process: started, step: (command) => started.ask<RecordAnswer>(command) };
  }

  async function expectSamples(path: string, count: number, swmr: boolean): Promise<void> {
    await using file = await openMth5(path, { adapter, mode: 'r', swmr });
    expect((await file.summary()).map(({ n_samples }) => n_samples)).toEqual([count, count, count, count, count]);
    const run = await file.run({ survey: 'demo', station: 'mt01', run: 'a' });
    expect((await run.read()).channels).toEqual(blockOf(0, count));
  }

  it('is told, and what was durable stays readable', async () => {
    const { process: writer, step } = recorder();
    const path = pathOf(`${name}.h5`);
    await step({ do: 'create', path });
    await step({ do: 'append', first: 0, count: 5000, per: 500 });
    await step({ do: 'limitFileSize', bytes: statSync(path).size + 1_000_000 });
    const answer = await step({ do: 'append', first: 5000, count: 500_000, per: 500 });
    expect(answer.code).toBe('NO_SPACE');
    expect(answer.durable).toBeGreaterThan(20_000);
    await expectSamples(path, answer.durable, true);
    expect((await step({ do: 'flush' })).code).toBe('NO_SPACE');
    await step({ do: 'close' });
    expect(await writer.end()).toEqual({ exitCode: 0, stderr: '' });
    await recoverMth5(path, { adapter });
    await expectSamples(path, answer.durable, false);
  });

  it('leaves the structure as it was', async () => {
    const { process: writer, step } = recorder();
    const path = pathOf(`${name}-structure.h5`);
    await step({ do: 'create', path });
    await step({ do: 'append', first: 0, count: 2000, per: 500 });
    await step({ do: 'limitFileSize', bytes: statSync(path).size + 1000 });
    expect((await step({ do: 'addStation', id: 'mt02' })).code).toBe('NO_SPACE');
    await step({ do: 'close' });
    expect(await writer.end()).toEqual({ exitCode: 0, stderr: '' });
    await recoverMth5(path, { adapter });
    expect(existsSync(`${path}.h5tail-undo`)).toBe(false);
    await expectSamples(path, 2000, false);
    await using file = await openMth5(path, { adapter, mode: 'r' });
    expect(await (await file.survey('demo')).stations()).toEqual(['mt01']);
  });
});
