/**
 * Follows a live file in every way and leaves it in every way; after each of them nothing may keep the process alive, and at
 * the end the program just falls off its end, with a file still open and somebody still listening.
 *
 * @module
 */
import { writeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { openFile, type Hdf5File } from '@h5tail/adapter';
import type { FollowStatus } from '@h5tail/follower';
import { ChunkSource, DataSource } from '@h5tail/frames';
import { namedAdapter } from './named-adapter.js';

/** What the program is given: a live file with all its frames, whose keys say that there is one frame more. */
export interface LeaveTask {
  readonly backend: string;
  readonly path: string;
  readonly frames: number;
}

type Source = (DataSource | ChunkSource) & AsyncIterable<unknown>;
type Way = 'end' | 'break' | 'abort' | 'fault';

const { backend, path, frames } = JSON.parse(process.argv[2] as string) as LeaveTask;
const adapter = await namedAdapter(backend);
const open = (): Promise<Hdf5File> => openFile(path, { adapter, mode: 'r', swmr: true });

async function sourceOf(file: Hdf5File, kind: string, way: Way, signal: AbortSignal): Promise<Source> {
  const options = {
    timeoutMs: way === 'end' ? 60 : Infinity,
    retryBudgetMs: way === 'fault' ? 20 : Infinity,
    signal,
    // Chunks have no keys that could be wrong.
    ...(way === 'fault' && kind === 'chunks' ? { onDiagnostic: refuse } : {}),
  };
  if (kind === 'chunks') return new ChunkSource({ ...options, datasets: { data: await file.dataset('/data') } });
  // The last key has no frame.
  const keys = [await file.dataset(way === 'fault' ? '/too-many-keys' : '/keys')];
  if (kind === 'interleaved') {
    const image = [await file.dataset('/turns/0'), await file.dataset('/turns/1')];
    return new DataSource({ ...options, keys, interleaved: { image } });
  }
  return new DataSource({ ...options, keys, datasets: { data: await file.dataset(kind) } });
}

function refuse(): void {
  throw new Error('refused');
}

/** Iterates, leaves, and tells how it ended and how many items there were. */
async function iterate(source: Source, way: Way, items: number, abort: AbortController): Promise<[string, number]> {
  let count = 0;
  try {
    for await (const _ of source) {
      count++;
      if (way === 'break' && count === 2) return ['break', count];
      // While it waits for more.
      if (way === 'abort' && count === items) setTimeout(() => abort.abort(new Error('aborted')), 20);
    }
    return [source.end?.reason ?? 'no end', count];
  } catch (error) {
    return [(error as { code?: string }).code ?? (error as Error).message, count];
  }
}

/** What keeps the process alive, without what it began with. */
async function leftBehind(before: readonly string[]): Promise<string[]> {
  // What was closed gets its turn to be gone.
  for (let i = 0; i < 3; i++) await turn();
  const left = process.getActiveResourcesInfo().filter((name) => name !== 'Immediate');
  for (const name of before) {
    const place = left.indexOf(name);
    if (place >= 0) left.splice(place, 1);
  }
  return left;
}

async function listen(news: AsyncIterable<FollowStatus>): Promise<void> {
  for await (const { kind } of news) if (kind === 'lost') throw new Error('news were lost');
}

// A worker thread opens the pipes of the process, which keep nothing alive.
for (const { fd } of [process.stdout, process.stderr]) if (fd < 1) throw new Error('no pipes');
const before = process.getActiveResourcesInfo();
for (const kind of ['/data', '/compressed', 'interleaved', 'chunks']) {
  for (const way of ['end', 'break', 'abort', 'fault'] as const) {
    const file = await open();
    const abort = new AbortController();
    const source = await sourceOf(file, kind, way, abort.signal);
    const listening = listen(source.follower.status());
    listening.catch((error: unknown) => process.stderr.write(String(error)));
    const [ended, count] = await iterate(source, way, kind === 'chunks' ? frames / 4 : frames, abort);
    // With the file still open.
    const left = await leftBehind(before);
    await file.close();
    // Not through a stream, which would be something that is left.
    writeSync(1, `${JSON.stringify({ kind, way, ended, count, left })}\n`);
  }
}
const file = await open();
const last = await sourceOf(file, '/compressed', 'break', new AbortController().signal);
void listen(last.follower.status());
for await (const _ of last) break;
