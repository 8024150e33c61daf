/**
 * Follows very many keys while they are written, and tells how much memory it uses on the way. Run it with `--expose-gc`.
 *
 * @module
 */
import { openFile } from '@h5tail/adapter';
import { KeyFollower } from '@h5tail/follower';
import { namedAdapter } from './named-adapter.js';

/** What the program is given. */
export interface KeysTask {
  readonly backend: string;
  readonly path: string;
  readonly keys: number;
  /** Which of the two ways to take them. */
  readonly by: 'ranges' | 'indices';
}

/** What it tells after each fifth of the keys. */
export interface MemoryUse {
  readonly ready: number;
  readonly heapUsed: number;
  readonly external: number;
  readonly arrayBuffers: number;
  /** How often a WebAssembly memory has grown. */
  readonly growths: number;
}

interface Memory {
  grow: (this: Memory, pages: number) => number;
}

let growths = 0;
const memory = (globalThis as unknown as { WebAssembly: { Memory: { prototype: Memory } } }).WebAssembly.Memory
  .prototype;
const { grow } = memory;
memory.grow = function (pages) {
  growths++;
  return grow.call(this, pages);
};

const { backend, path, keys, by } = JSON.parse(process.argv[2] as string) as KeysTask;
const tell = (message: unknown): boolean => process.stdout.write(`${JSON.stringify(message)}\n`);
const file = await openFile(path, { adapter: await namedAdapter(backend), mode: 'r', swmr: true });
const follower = new KeyFollower({ keys: [await file.dataset('/keys')], timeoutMs: 20_000 });

let seen = 0;
let wrong = 0;
let reported = 0;

function take(start: number, stop: number): void {
  if (start !== seen) wrong++;
  seen = stop;
  if (seen < ((reported + 1) * keys) / 5) return;
  reported = Math.floor((5 * seen) / keys);
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  tell({ ready: seen, heapUsed, external, arrayBuffers, growths } satisfies MemoryUse);
}

tell('ready');
if (by === 'ranges') for await (const { start, stop } of follower.ranges()) take(start, stop);
else for await (const index of follower) take(index, index + 1);
await file.close();
tell({ seen, wrong, end: follower.end });
