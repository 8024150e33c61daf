import { existsSync } from 'node:fs';
import { openFile, type Hdf5Adapter } from '@h5tail/adapter';
import { undoPath } from '@h5tail/local-file/recovery';
import { openMth5, recoverMth5 } from '@h5tail/mth5';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { codeOf } from '../code-of.js';
import { blockOf, fiveChannels } from '../five-channels.js';
import { DamageSteps, python } from '../recovery/damage-steps.js';
import { scratchFolder } from '../scratch-folder.js';

describe.skipIf(python === undefined).each(testBackends)('a file taken by another program, with $name', (backend) => {
  const pathOf = scratchFolder();
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await backend.createAdapter();
  });

  it('stays as that program writes it, when it comes while the structure is changed', async () => {
    await using h5py = new DamageSteps();
    let comes = false;
    // Between the moments in which the session closes the file and opens it.
    const late: Hdf5Adapter = {
      specVersion: adapter.specVersion,
      name: adapter.name,
      capabilities: adapter.capabilities,
      version: () => adapter.version(),
      open: async (path, options) => {
        if (comes) {
          comes = false;
          await h5py.hold(path, false, [['attribute', '/Experiment', 'theirs', 'x'.repeat(5000)]]);
        }
        return adapter.open(path, options);
      },
    };
    const { file, run } = await fiveChannels(pathOf(`${backend.name}.h5`), late);
    await file.startSwmr();
    await run.append(blockOf(0, 10));
    await file.flush();
    comes = true;
    expect(await codeOf(run.addChannel('later', { sampleRate: 100 }))).toBe('FILE_LOCKED');
    expect(await codeOf(run.append(blockOf(10, 1)))).toBe('FILE_LOCKED');
    expect(await codeOf(file.close())).toBe('FILE_LOCKED');
    // Its flags are still there, and no journal that would undo what it writes.
    expect(existsSync(undoPath(file.path))).toBe(false);
    expect(await codeOf(openMth5(file.path, { adapter, mode: 'a' }))).toBe('FILE_LOCKED');

    await h5py.kill();
    await recoverMth5(file.path, { adapter });
    const reader = await openFile(file.path, { adapter, mode: 'r' });
    const theirs = await (await reader.group('/Experiment')).attributes.get('theirs');
    expect(theirs.data).toEqual(['x'.repeat(5000)]);
    await reader.close();
    await using mended = await openMth5(file.path, { adapter, mode: 'r' });
    expect((await (await mended.run({ survey: 'demo', station: 'mt01', run: 'a' })).read()).channels).toEqual(
      blockOf(0, 10),
    );
  });
});
