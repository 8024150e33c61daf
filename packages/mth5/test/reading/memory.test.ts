import { execFileSync } from 'node:child_process';
import { openMth5 } from '@h5tail/mth5';
import { describe, expect, it } from 'vitest';
import { bundledProgram } from '../../../../tooling/typescript/bundled-program.js';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import type { BlocksRead } from '../programs/read-blocks.js';
import { scratchFolder } from '../scratch-folder.js';

const length = 4_000_000;
const perAppend = 500_000;
const bytesPerSample = 8;

describe('the memory that reading takes', () => {
  const pathOf = scratchFolder();
  const program = bundledProgram(new URL('../programs/read-blocks.ts', import.meta.url), 'read-blocks');

  it.each(testBackends)(
    'a channel of 32 MB by blocks does not grow with it: $name',
    async ({ name, createAdapter }) => {
      const path = pathOf(`${name}.h5`);
      await using file = await openMth5(path, { adapter: await createAdapter(), mode: 'w' });
      const run = await (await (await file.addSurvey('demo')).addStation('mt01')).addRun('a');
      const channel = await run.addChannel('hx', { sampleRate: 4096, dtype: 'f8', start: '2026-11-20T12:00:00' });
      for (let first = 0; first < length; first += perAppend) {
        await channel.append(Float64Array.from({ length: perAppend }, (_, index) => first + index));
      }
      await file.close();
      const output = execFileSync(process.execPath, ['--expose-gc', program(), name, path, 'demo/mt01/a/hx', '65536'], {
        encoding: 'utf8',
      });
      for (const { samples, wrong, grown } of JSON.parse(output) as readonly BlocksRead[]) {
        expect([samples, wrong]).toEqual([length, 0]);
        expect(grown).toBeLessThan((length * bytesPerSample) / 4);
      }
    },
  );
});
