/**
 * Follows a scan and compares each frame, in a process of its own or in a worker thread: tells `ready` once it has opened
 * the file, and at the end what came out.
 *
 * @module
 */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { openFile } from '@h5tail/adapter';
import { DataSource, type DataSourceOptions } from '@h5tail/frames';
import { checkFrames, type FrameSpec } from '../check-frames.js';
import { namedAdapter } from './named-adapter.js';

/** What the program is given. */
export interface FollowTask extends FrameSpec {
  readonly backend: string;
  readonly path: string;
  readonly key: string;
  readonly data: string;
  readonly options: Partial<Omit<DataSourceOptions, 'keys' | 'datasets' | 'interleaved'>>;
}

function tell(message: unknown): void {
  if (isMainThread) process.stdout.write(`${JSON.stringify(message)}\n`);
  else parentPort?.postMessage(message);
}

const task = (isMainThread ? JSON.parse(process.argv[2] as string) : workerData) as FollowTask;
const file = await openFile(task.path, { adapter: await namedAdapter(task.backend), mode: 'r', swmr: true });
const keys = [await file.dataset(task.key)];
const source = new DataSource({ keys, datasets: { data: await file.dataset(task.data) }, ...task.options });
tell('ready');
const { indices, wrong } = await checkFrames(source, task);
tell({ indices, wrong, end: source.end });
await file.close();
