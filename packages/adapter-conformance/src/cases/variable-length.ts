import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { VariableLength, dtypes, type Dataset, type Hdf5File, type VariableLengthDtype } from '@h5tail/adapter';
import { rejectsWithCode } from '../assertions/rejects-with-code.js';
import type { CaseContext } from '../case-context.js';
import { defineCases } from '../conformance-case.js';
import { messagePattern } from '../live-writer/frame-pattern.js';

interface MessageFile {
  readonly file: Hdf5File;
  readonly messages: Dataset<VariableLengthDtype>;
}

/** An empty message file: from the skeleton where there are real files. */
async function createMessages(context: CaseContext): Promise<MessageFile> {
  const path = await context.newPath('messages.h5');
  if (context.storage.kind === 'memory') {
    const file = await context.open(path, { mode: 'w' });
    const options = { dtype: dtypes.variableLengthBytes, shape: [0], maxShape: [null], chunks: [1024] };
    return { file, messages: await file.root.createDataset('msgs', options) };
  }
  const skeleton = await readFile(await context.fixture('skeleton-messages.h5'));
  const file = await context.open(path, { mode: 'w', skeleton });
  return { file, messages: await file.dataset('/msgs', 'variable-length') };
}

async function append({ messages }: MessageFile, sequences: readonly Uint8Array[]): Promise<void> {
  const first = messages.shape?.[0] ?? 0;
  const end = first + sequences.length;
  await messages.resize([end]);
  await messages.write([[first, end]], VariableLength.ofBytes(sequences));
}

/** Closes the file and reads its messages. */
async function reread(context: CaseContext, { file }: MessageFile): Promise<Uint8Array[]> {
  await file.close();
  const { data } = await (await (await context.open(file.path)).dataset('/msgs', 'variable-length')).read();
  return [...(data as VariableLength)];
}

/** Lengths from 0 to some hundred, no two neighbours alike. */
const patterns = (count: number, first = 0): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => messagePattern(first + i, ((first + i) * 37) % 301));

/** Sequences of different lengths, as one buffer plus offsets. */
export const variableLengthCases = defineCases('variable-length', {
  'appends messages and reads them all back': async (context) => {
    const opened = await createMessages(context);
    const wanted: Uint8Array[] = [];
    for (let round = 0; round < 10; round++) {
      const batch = patterns(7 * round, wanted.length);
      await append(opened, batch);
      wanted.push(...batch);
    }
    const { data, shape } = await opened.messages.read();
    assert.deepEqual(shape, [wanted.length]);
    assert.deepEqual([...(data as VariableLength)], wanted);
    assert.deepEqual(await reread(context, opened), wanted);
  },

  'delivers one buffer and its offsets': async (context) => {
    const opened = await createMessages(context);
    await append(opened, [Uint8Array.of(1, 2), new Uint8Array(0), Uint8Array.of(3)]);
    const { data } = await opened.messages.read();
    assert.ok(data instanceof VariableLength);
    assert.deepEqual(data.values, Uint8Array.of(1, 2, 3));
    assert.deepEqual(data.offsets, Uint32Array.of(0, 2, 2, 3));
  },

  'reads slices and single messages': async (context) => {
    const opened = await createMessages(context);
    const wanted = patterns(50);
    await append(opened, wanted);
    const read = async (selection: [number, number] | [number, number, number] | number): Promise<Uint8Array[]> => [
      ...((await opened.messages.read([selection])).data as VariableLength),
    ];
    assert.deepEqual(await read([10, 13]), wanted.slice(10, 13));
    assert.deepEqual(
      await read([0, 50, 7]),
      wanted.filter((_, i) => i % 7 === 0),
    );
    assert.deepEqual(await read(49), [wanted[49]]);
    assert.deepEqual(await read([50, 50]), []);
    await rejectsWithCode('OUT_OF_RANGE', () => opened.messages.read([50]));
  },

  'keeps messages without bytes': async (context) => {
    const opened = await createMessages(context);
    const empty = new Uint8Array(0);
    await append(opened, [empty, empty]);
    await append(opened, [empty, Uint8Array.of(5), empty]);
    assert.deepEqual(await reread(context, opened), [empty, empty, empty, Uint8Array.of(5), empty]);
  },

  'reads messages that were never written as empty': async (context) => {
    const opened = await createMessages(context);
    await opened.messages.resize([3]);
    await opened.messages.write([1], VariableLength.ofBytes([Uint8Array.of(9)]));
    const empty = new Uint8Array(0);
    assert.deepEqual(await reread(context, opened), [empty, Uint8Array.of(9), empty]);
  },

  'keeps messages of more than 64 KiB, among small ones': async (context) => {
    const opened = await createMessages(context);
    const wanted = [
      messagePattern(1, 3),
      messagePattern(2, 65_535),
      messagePattern(3, 65_536),
      messagePattern(4, 300_001),
      messagePattern(5, 1),
    ];
    await append(opened, wanted);
    assert.deepEqual(await reread(context, opened), wanted);
  },

  'keeps twenty thousand messages': async (context) => {
    const opened = await createMessages(context);
    const wanted = Array.from({ length: 20_000 }, (_, i) => messagePattern(i, 16 + (i % 48)));
    for (let first = 0; first < wanted.length; first += 2500) await append(opened, wanted.slice(first, first + 2500));
    const found = await reread(context, opened);
    assert.equal(found.length, wanted.length);
    assert.equal(
      found.findIndex((bytes, i) => Buffer.compare(bytes, wanted[i] as Uint8Array) !== 0),
      -1,
    );
  },

  'replaces messages by longer and shorter ones': async (context) => {
    const opened = await createMessages(context);
    await append(opened, patterns(5));
    const replacements = [messagePattern(77, 1000), messagePattern(78, 1)];
    await opened.messages.write([[1, 5, 3]], VariableLength.ofBytes(replacements));
    const wanted = patterns(5);
    wanted[1] = replacements[0] as Uint8Array;
    wanted[4] = replacements[1] as Uint8Array;
    assert.deepEqual(await reread(context, opened), wanted);
  },

  'takes views, and keeps nothing of them': async (context) => {
    const opened = await createMessages(context);
    await opened.messages.resize([2]);
    const bytes = Uint8Array.of(9, 9, 1, 2, 3, 9).subarray(2, 5);
    await opened.messages.write(null, new VariableLength(bytes, Uint32Array.of(0, 1, 3)));
    bytes.fill(0);
    assert.deepEqual(await reread(context, opened), [Uint8Array.of(1), Uint8Array.of(2, 3)]);
  },

  'refuses what are no sequences, or not as many': async (context) => {
    const opened = await createMessages(context);
    await append(opened, [Uint8Array.of(1), Uint8Array.of(2)]);
    const wrong: readonly unknown[] = [
      VariableLength.ofBytes([Uint8Array.of(1)]),
      VariableLength.ofBytes(patterns(3)),
      [Uint8Array.of(1), Uint8Array.of(2)],
      Uint8Array.of(1, 2),
      new VariableLength(Uint16Array.of(1, 2), Uint32Array.of(0, 1, 2)),
      { values: Uint8Array.of(1, 2), offsets: Uint32Array.of(0, 1, 2) },
    ];
    for (const data of wrong) {
      await rejectsWithCode('INVALID_DATA', () => opened.messages.write(null, data as VariableLength));
    }
    assert.deepEqual(await reread(context, opened), [Uint8Array.of(1), Uint8Array.of(2)]);
  },

  'keeps texts of any length': async (context) => {
    const path = await context.newPath();
    const file = await context.open(path, { mode: 'w' });
    const options = { dtype: dtypes.string, shape: [0], maxShape: [null], chunks: [16] };
    const dataset = await file.root.createDataset('t', options);
    const texts = ['', 'a', 'naïve', '日本語', '🔬'.repeat(20_000), ' spaces ', 'line\nbreak'];
    await dataset.resize([texts.length + 1]);
    await dataset.write([[0, texts.length]], texts);
    await file.close();
    const again = await (await context.open(path)).dataset('/t', 'string');
    assert.deepEqual((await again.read()).data, [...texts, '']);
    assert.deepEqual((await again.read([[2, 5]])).data, texts.slice(2, 5));
    assert.deepEqual((await again.read([5])).data, [' spaces ']);
  },
});
