import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { undoPath } from '@h5tail/local-file/recovery';
import { recoverMth5 } from '@h5tail/mth5';
import { describe, expect, it } from 'vitest';
import { bundledProgram } from '../../../../tooling/typescript/bundled-program.js';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { blockOf, components, fiveChannels } from '../five-channels.js';
import { scratchFolder } from '../scratch-folder.js';
import { DamageSteps, leaveKilled, python, type DamageStep } from './damage-steps.js';

const flagsAt = 11;
const flagsOf = (path: string): number => readFileSync(path)[flagsAt] as number;
/** How far a recovery has come, as its file and its journal tell. */
const phases: readonly (readonly [name: string, isThere: (path: string) => boolean])[] = [
  ['flags are cleared', (path) => flagsOf(path) === 0],
  ['there is a journal', (path) => existsSync(undoPath(path))],
  ['the file is changed', (path) => existsSync(undoPath(path)) && flagsOf(path) === 1],
  ['the change is through', (path) => existsSync(undoPath(path)) && flagsOf(path) === 0],
];
const delays = Array.from({ length: Number(process.env['H5TAIL_DELAYS'] ?? 3) }, (_, index) => index * 2);
const moments = phases.flatMap(([name, isThere]) => delays.map((delay) => ({ name, isThere, delay })));
const at = (name: string): string => `/Experiment/Surveys/demo/Stations/mt01/a/${name}`;

/** `programs/recover-now.ts` in a process of its own, which is ready. */
async function standby(program: string, backend: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, backend], { stdio: ['pipe', 'pipe', 'inherit'] });
  if (child.stdout !== null) await once(createInterface({ input: child.stdout }), 'line');
  return child;
}

describe.runIf(process.platform === 'linux' && python !== undefined).each(testBackends)(
  'a recovery on $name that is killed',
  (backend) => {
    const scratch = scratchFolder();
    const program = bundledProgram(new URL('../programs/recover-now.ts', import.meta.url), 'recover-now');

    it(`is finished by the next one, at ${moments.length} moments`, async () => {
      const adapter = await backend.createAdapter();
      const { file, run } = await fiveChannels(scratch(`${backend.name}.h5`), adapter);
      await file.startSwmr();
      await run.append(blockOf(0, 100), { start: '2026-11-20T12:00:00' });
      await file.close();
      await using h5py = new DamageSteps();
      await h5py.change(file.path, [['set', '/h5tail/ended', 0]]);
      // As after a kill in the middle of a flush: longer than what was told of, and not yet written.
      const unwritten = components.map((name): DamageStep => ['grow', at(name), 200_000, null]);
      await leaveKilled(file.path, true, unwritten);
      const seen = new Map<string, number>();
      for (const { name: phase, isThere, delay } of moments) {
        const path = scratch(`${backend.name} ${phase} ${delay}.h5`);
        copyFileSync(file.path, path);
        const child = await standby(program(), backend.name);
        const gone = once(child, 'exit');
        child.stdin?.write(`${path}\n`);
        const end = { isThere: false };
        child.stdout?.once('data', () => (end.isThere = true));
        while (!isThere(path) && !end.isThere) await nextTurn();
        await sleep(delay);
        child.kill('SIGKILL');
        await gone;

        const { outcome, recovery, findings } = await recoverMth5(path, { adapter, writerIsGone: true, watchMs: 0 });
        const state = `${outcome}, ${recovery.formerWriter}, ${recovery.undo ?? 'no journal'}, ${findings?.length} findings`;
        seen.set(state, (seen.get(state) ?? 0) + 1);
        expect(existsSync(undoPath(path)), state).toBe(false);
        const { channels, rows, ended } = await h5py.look(path);
        expect(ended, state).toBe(1);
        expect(
          rows.map(({ n_samples }) => n_samples),
          state,
        ).toEqual([100, 100, 100, 100, 100]);
        for (const [name, samples] of Object.entries(blockOf(0, 100))) {
          expect(channels[at(name)]?.samples, state).toEqual([...samples]);
        }
        expect(await recoverMth5(path, { adapter }), state).toMatchObject({ outcome: 'needless' });
      }
      console.log(backend.name, Object.fromEntries(seen));
    }, 600_000);
  },
);
