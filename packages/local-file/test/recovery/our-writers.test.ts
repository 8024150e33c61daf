import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openFile } from '@h5tail/adapter';
import { afterAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { pythonForInterop } from '../../../adapter-conformance/src/live-writer.js';
import { inspectFile, recoverFile } from '../../src/recovery.js';
import { bundledWriter } from '../programs/bundled-writer.js';
import { fakeMachine } from './fake-machine.js';
import { checkWithH5py } from './killed-writer.js';

const python = pythonForInterop();
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const rows = 12;

describe.runIf(process.platform === 'linux').each(testBackends)('files of killed writers on $name', (backend) => {
  const folder = mkdtempSync(join(tmpdir(), 'h5tail-killed-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const program = bundledWriter(backend.name);

  it.each(['swmr', 'plain'] as const)('%s', async (mode) => {
    const path = join(folder, `${mode}.h5`);
    const writer = spawn(process.execPath, [program(), path, mode, String(rows)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: writer.stdout }), 'line')) as [string];
    expect(line).toBe('ready');
    expect(await inspectFile(path)).toMatchObject({
      state: mode === 'swmr' ? 'live' : 'opened',
      writers: { certainty: 'alive', writers: [{ pid: writer.pid }] },
    });
    await expect(recoverFile(path)).rejects.toMatchObject({ code: 'FILE_LOCKED' });
    const gone = once(writer, 'exit');
    writer.kill('SIGKILL');
    await gone;

    const machine = fakeMachine(folder);
    expect((await inspectFile(path, {}, machine)).state).toBe('writer-gone');
    expect(await recoverFile(path, {}, machine)).toMatchObject({
      outcome: 'recovered',
      formerFlags: mode === 'swmr' ? 5 : 1,
    });
    await using file = await openFile(path, { adapter: await backend.createAdapter(), mode: 'r' });
    const frames = await file.dataset('/frames', 'int32');
    const { data, shape } = await frames.read();
    expect(shape).toEqual([rows, 2000]);
    for (const row of upTo(rows)) {
      const values = data.subarray((row - 1) * 2000, row * 2000);
      expect(values.every((value) => value === row)).toBe(true);
    }
    await file.close();
    if (python !== undefined) expect(checkWithH5py(python, path, 3).after.rows).toEqual(upTo(rows + 3));
  });
});
