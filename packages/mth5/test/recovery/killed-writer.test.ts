import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { undoPath } from '@h5tail/local-file/recovery';
import { openMth5, recoverMth5 } from '@h5tail/mth5';
import { describe, expect, it } from 'vitest';
import { bundledProgram } from '../../../../tooling/typescript/bundled-program.js';
import { LineProcess } from '../../../../tooling/typescript/line-process.js';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { components } from '../programs/recorded-pattern.js';
import { RecordingProgram } from './recording-program.js';
import { scratchFolder } from '../scratch-folder.js';

const python = pythonForInterop();
const check = fileURLToPath(new URL('../../python/check_recording.py', import.meta.url));
const layout = fileURLToPath(new URL('../../python/check_layout.py', import.meta.url));
const kills = Number(process.env['H5TAIL_KILLS'] ?? 50);
const killsPerFile = 10;
const mostLines = 20;
const longestMs = 30;
const seed = Number(process.env['H5TAIL_SEED'] ?? Date.now() % 2 ** 31);

/** What h5py sees. */
interface Checked {
  readonly lengths: Readonly<Record<string, number>>;
  readonly objects: readonly string[];
  readonly faults: readonly string[];
}

/** Numbers from 0 up to 1, the same for the same seed. */
function randomNumbers(start: number): () => number {
  let state = start;
  return () => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 2 ** 31;
}

/** What a checker of the layout has against a file. */
function layoutFaults(path: string): string {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  const { status, stdout, stderr } = spawnSync(python as string, [layout, path], { encoding: 'utf8', env });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

async function create(path: string, adapter: Hdf5Adapter): Promise<void> {
  await using file = await openMth5(path, { adapter, mode: 'w' });
  const place = { 'location.latitude': 61, 'location.longitude': 24 };
  const run = await (await (await file.addSurvey('demo')).addStation('mt01', place)).addRun('a');
  for (const component of components)
    await run.addChannel(component, { sampleRate: 100, start: '2026-11-20T12:00:00' });
}

describe.runIf(process.platform === 'linux' && python !== undefined).each(testBackends)(
  'a session on $name that is killed',
  (backend) => {
    const scratch = scratchFolder();
    const program = bundledProgram(new URL('../programs/record-for-ever.ts', import.meta.url), 'record-for-ever');

    it(`at any of ${kills} moments has lost nothing that it told of`, async () => {
      const adapter = await backend.createAdapter();
      const random = randomNumbers(seed + backend.name.length);
      console.log(`${backend.name}: seed ${seed}`);
      const seen = new Map<string, number>();
      await using h5py = new LineProcess(python as string, [check]);
      const standby = [new RecordingProgram(program(), backend.name), new RecordingProgram(program(), backend.name)];
      let path = '';
      const durable = new Map<string, number>();
      const added = new Set<string>();
      try {
        for (let turn = 0; turn < kills; turn++) {
          if (turn % killsPerFile === 0) {
            path = scratch(`${backend.name}-${turn}.h5`);
            await create(path, adapter);
            durable.clear();
            added.clear();
          }
          const recording = standby.shift() as RecordingProgram;
          standby.push(new RecordingProgram(program(), backend.name));
          const oneOf = (choices: readonly number[]): number =>
            choices[Math.floor(random() * choices.length)] as number;
          const samples = oneOf([1, 100, 3000, 9000, 50_000]);
          await recording.begin({ path, turn, samples, blocks: oneOf([1, 4, 20]), changes: oneOf([0, 0, 1]) });
          await recording.said(Math.floor(random() * mostLines));
          await sleep(random() * longestMs);
          await recording.kill();
          for (const [channel, count] of recording.durable) durable.set(channel, count);
          for (const object of recording.added) added.add(object);

          const { outcome, recovery, findings } = await recoverMth5(path, { adapter, writerIsGone: true, watchMs: 0 });
          const kinds = new Set(findings?.map((finding) => finding.kind));
          const state = `${outcome}, ${recovery.formerWriter}, ${recovery.undo ?? 'no journal'}, ${[...kinds].toSorted().join(' ')}`;
          seen.set(state, (seen.get(state) ?? 0) + 1);
          const what = `turn ${turn}, ${samples} samples per flush: ${state}`;
          expect(existsSync(undoPath(path)), what).toBe(false);
          const { lengths, objects, faults } = await h5py.ask<Checked>({ do: 'check', path });
          expect(faults, what).toEqual([]);
          for (const [channel, count] of durable) expect(lengths[channel], what).toBeGreaterThanOrEqual(count);
          expect(
            [...added].filter((object) => !objects.includes(object)),
            what,
          ).toEqual([]);
          expect(await recoverMth5(path, { adapter }), what).toMatchObject({ outcome: 'needless', findings: [] });
          if (turn % killsPerFile === killsPerFile - 1) expect(layoutFaults(path), what).toBe('');
        }
      } finally {
        await Promise.all(standby.map((waiting) => waiting.kill()));
        console.log(backend.name, Object.fromEntries(seen));
      }
      expect([...seen.keys()].some((state) => state.includes('swmr-writing'))).toBe(true);
    }, 1_200_000);
  },
);
