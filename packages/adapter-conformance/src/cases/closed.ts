import assert from 'node:assert/strict';
import { dtypes, type Attributes, type Dataset, type Group, type Hdf5File } from '@h5tail/adapter';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import type { CaseContext } from '../case-context.js';
import { defineCases } from '../conformance-case.js';

/** A call of every method, so that the compiler asks for a new one here. */
type Calls<Target, Left extends keyof Target> = {
  readonly [Key in Exclude<MethodsOf<Target>, Left>]-?: (target: Target) => unknown;
};
type MethodsOf<Target> = {
  [Key in keyof Target]-?: NonNullable<Target[Key]> extends (...parameters: never[]) => unknown ? Key : never;
}[keyof Target];

const options = { dtype: dtypes.uint8, shape: [1] };

const fileCalls: Calls<Hdf5File, 'close' | typeof Symbol.asyncDispose> = {
  group: (file) => file.group('/g'),
  dataset: (file) => file.dataset('/g/d'),
  startSwmrWrite: (file) => file.startSwmrWrite(),
  flush: (file) => file.flush(),
  refresh: (file) => file.refresh(),
  writerState: (file) => file.writerState(),
  watch: (file) => file.watch(() => undefined),
  resolveReference: (file) => file.resolveReference(new Uint8Array(8)),
  createReference: (file) => file.createReference('/g'),
};

const groupCalls: Calls<Group, never> = {
  children: (group) => group.children(),
  has: (group) => group.has('d'),
  open: (group) => group.open('d'),
  group: (group) => group.group('.'),
  dataset: (group) => group.dataset('d'),
  createGroup: (group) => group.createGroup('x'),
  createDataset: (group) => group.createDataset('x', options),
  createSoftLink: (group) => group.createSoftLink('x', '/g'),
  createHardLink: (group) => group.createHardLink('x', '/g'),
  createExternalLink: (group) => group.createExternalLink('x', 'other.h5', '/g'),
  delete: (group) => group.delete('d'),
};

const chunk = { bytes: new Uint8Array(1), filterMask: 0 };

const datasetCalls: Calls<Dataset, never> = {
  refresh: (dataset) => dataset.refresh(),
  read: (dataset) => dataset.read(),
  write: (dataset) => dataset.write(null, Uint8Array.of(1)),
  resize: (dataset) => dataset.resize([1]),
  flush: (dataset) => dataset.flush(),
  writerState: (dataset) => dataset.writerState(),
  unreadableSources: (dataset) => dataset.unreadableSources(),
  readChunk: (dataset) => dataset.readChunk?.([0]),
  writeChunk: (dataset) => dataset.writeChunk?.([0], chunk),
  chunkInfo: (dataset) => dataset.chunkInfo?.([0]),
};

const attributeCalls: Calls<Attributes, never> = {
  names: (attributes) => attributes.names(),
  has: (attributes) => attributes.has('a'),
  get: (attributes) => attributes.get('a'),
  set: (attributes) => attributes.set('a', 1),
  delete: (attributes) => attributes.delete('a'),
};

interface Opened {
  readonly file: Hdf5File;
  readonly group: Group;
  readonly dataset: Dataset;
}

async function openAll(context: CaseContext, mode: 'r' | 'r+'): Promise<Opened> {
  const path = await context.newPath();
  const writer = await context.open(path, { mode: 'w' });
  await writer.root.createDataset('g/d', { ...options, data: Uint8Array.of(1) });
  await writer.close();
  const file = await context.open(path, { mode });
  return { file, group: await file.group('/g'), dataset: await file.dataset('/g/d') };
}

/** Everything that can be called on the objects of a file; optional methods only where they are there. */
function everyCall({ file, group, dataset }: Opened, canDelete: boolean): Map<string, () => unknown> {
  const calls = new Map<string, () => unknown>();
  const add = <Target extends object>(
    name: string,
    target: Target,
    all: Readonly<Record<string, (target: Target) => unknown>>,
  ): void => {
    for (const [method, call] of Object.entries(all))
      if (method in target) calls.set(`${name}.${method}`, () => call(target));
  };
  add('file', file, fileCalls);
  add('group', group, groupCalls);
  add('root', file.root, groupCalls);
  add('dataset', dataset, datasetCalls);
  for (const [name, { attributes }] of Object.entries({ root: file.root, group, dataset })) {
    add(`${name}.attributes`, attributes, attributeCalls);
  }
  if (!canDelete) for (const name of ['group.delete', 'root.delete']) calls.delete(name);
  return calls;
}

async function refusesAll(context: CaseContext, mode: 'r' | 'r+'): Promise<void> {
  const opened = await openAll(context, mode);
  await opened.file.close();
  const calls = everyCall(opened, context.adapter.capabilities.deleteLink);
  assert.ok(calls.size >= 45, `only ${calls.size} methods were found`);
  const wrong: string[] = [];
  for (const [name, call] of calls) {
    // `watch` is not asynchronous: it throws at once.
    await rejectsWithCode('CLOSED', async () => call()).catch((error: unknown) =>
      wrong.push(`${name}: ${(error as Error).message}`),
    );
  }
  assert.deepEqual(wrong, []);
}

/** After `close()`, every method of every object says so. */
export const closedCases = defineCases('lifecycle', {
  'every method of a closed reader says so': (context) => refusesAll(context, 'r'),

  'every method of a closed writer says so': (context) => refusesAll(context, 'r+'),

  'a closed object still tells what it knew': async (context) => {
    const { file, group, dataset } = await openAll(context, 'r');
    await file.close();
    assert.equal(file.status, 'closed');
    assert.deepEqual([group.kind, group.path, group.file], ['group', '/g', file]);
    assert.deepEqual(
      [dataset.kind, dataset.path, dataset.shape, dataset.dtype],
      ['dataset', '/g/d', [1], dtypes.uint8],
    );
  },
});
