import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { pythonForInterop } from '../../../adapter-conformance/src/live-writer.js';
import { recoverFile, undoPath } from '../../src/recovery.js';
import { bundledChanger } from '../programs/bundled-writer.js';
import { createFile } from './changed-file.js';
import { ChangedFileCheck } from './changed-file-check.js';
import { fakeMachine } from './fake-machine.js';

const python = pythonForInterop();
const kills = 50;
/** A turn of the program takes some tens of milliseconds. */
const longestMs = 250;

/** A program that changes a file in a loop, see `programs/change-in-a-loop.ts`. */
class Changer {
  samples = 0;
  changes = 0;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: Interface;
  readonly #ready: Promise<unknown>;
  readonly #gone: Promise<unknown>;

  constructor(program: string) {
    this.#child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout });
    this.#ready = once(this.#lines, 'line');
    this.#gone = Promise.all([once(this.#child, 'exit'), once(this.#lines, 'close')]);
    this.#lines.on('line', (line) => {
      const [what, count] = line.split(' ');
      if (what === 'samples') this.samples = Number(count);
      if (what === 'changes') this.changes = Number(count);
    });
  }

  async begin(path: string): Promise<void> {
    await this.#ready;
    this.#child.stdin.write(`${path}\n`);
  }

  /** Kills it, and takes in what it had said. @returns Whether it was there until then. */
  async kill(): Promise<boolean> {
    this.#child.kill('SIGKILL');
    await this.#gone;
    return this.#child.signalCode === 'SIGKILL';
  }
}

describe.runIf(process.platform === 'linux' && python !== undefined).each(testBackends)(
  'programs that are killed while they change a file, on $name',
  (backend) => {
    const folder = mkdtempSync(join(tmpdir(), 'h5tail-changes-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const program = bundledChanger(backend.name);

    it(`leave all that they acknowledged, ${kills} times`, async () => {
      const path = join(folder, 'changed.h5');
      const machine = fakeMachine(folder);
      const seen = new Map<string, number>();
      await using check = new ChangedFileCheck(python as string);
      const standby = [new Changer(program()), new Changer(program())];
      try {
        for (let turn = 0; turn < kills; turn++) {
          // A file of many objects takes long to look through.
          if (turn % 10 === 0) await createFile(path, await backend.createAdapter());
          const before = await check.look(path);
          const changer = standby.shift() as Changer;
          standby.push(new Changer(program()));
          await changer.begin(path);
          // Nothing is waited for: whatever it is at then is a moment of a crash.
          await sleep(Math.random() * longestMs);
          expect(await changer.kill()).toBe(true);

          const { outcome, undo } = await recoverFile(path, {}, machine);
          const state = `${outcome}, ${undo ?? 'no journal'}`;
          seen.set(state, (seen.get(state) ?? 0) + 1);
          expect(existsSync(undoPath(path))).toBe(false);
          const { samples, changes, faults } = await check.look(path);
          expect(faults, `turn ${turn}: ${state}`).toEqual([]);
          expect(samples).toBeGreaterThanOrEqual(Math.max(before.samples, changer.samples));
          // One that was completed, and not yet acknowledged.
          const least = Math.max(before.changes, changer.changes);
          expect([least, least + 1]).toContain(changes);
        }
      } finally {
        await Promise.all(standby.map((changer) => changer.kill()));
      }
      expect(seen.get('recovered, undone')).toBeGreaterThan(0);
    }, 120_000);
  },
);
