import {
  VariableLength,
  deflate,
  dtypes,
  openFile,
  shuffle,
  type DataOf,
  type Dataset,
  type Dtype,
  type Filter,
  type Hdf5Adapter,
  type Hdf5File,
  type Selection,
} from '@h5tail/adapter';
import { numberArrayClass, resolveSelection } from '@h5tail/adapter/implementation';
import { framePattern, messagePattern, type PatternDtype } from '../live-writer/frame-pattern.js';
import type {
  AnswerTo,
  ContentSpec,
  PythonDtype,
  ValuesSpec,
  WriterAnswers,
  WriterCommand,
} from '../live-writer/writer-commands.js';
import { memoryAdapter } from '../memory/memory-adapter.js';
import type { MemoryDisk } from '../memory/memory-disk.js';
import type { DrivenWriter } from './test-storage.js';

/** Takes the commands of `python/live_writer.py`, as far as the cases give them, and writes to a `MemoryDisk`. */
export class MemoryWriter implements DrivenWriter {
  readonly #disk: MemoryDisk;
  readonly #adapter: Hdf5Adapter;
  #file: Hdf5File | undefined;

  constructor(disk: MemoryDisk) {
    this.#disk = disk;
    this.#adapter = memoryAdapter({ disk });
  }

  async step<Command extends WriterCommand>(command: Command): Promise<AnswerTo<WriterAnswers, Command['do']>> {
    return (await this.#carryOut(command)) as AnswerTo<WriterAnswers, Command['do']>;
  }

  kill(): Promise<void> {
    if (this.#file !== undefined) this.#disk.killWriter(this.#file.path);
    this.#file = undefined;
    return Promise.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file?.close();
  }

  async #carryOut(command: WriterCommand): Promise<unknown> {
    switch (command.do) {
      case 'create':
        this.#file = await openFile(command.path, { adapter: this.#adapter, mode: 'w' });
        return this.#add(command);
      case 'reopen':
        await this.#file?.close();
        this.#file = await openFile(command.path ?? this.#open.path, {
          adapter: this.#adapter,
          mode: 'r+',
          swmr: command.swmr ?? false,
        });
        return undefined;
      case 'add':
        return this.#add(command);
      case 'delete':
        return this.#open.root.delete(command.path);
      case 'swmr':
        return this.#open.startSwmrWrite();
      case 'close':
        return this.#open.close();
      case 'resize':
        return (await this.#dataset(command.dataset)).resize(command.shape);
      case 'flush':
        return command.dataset === undefined ? this.#open.flush() : (await this.#dataset(command.dataset)).flush();
      case 'write':
        return this.#write(command.dataset, (command.selection ?? []) as Selection, command);
      case 'append_messages':
        return this.#append(command);
      default:
        throw new Error(`the writer in memory does not know '${command.do}'`);
    }
  }

  get #open(): Hdf5File {
    if (this.#file === undefined) throw new Error('no file is open');
    return this.#file;
  }

  #dataset(path: string): Promise<Dataset> {
    return this.#open.dataset(path);
  }

  async #add({ groups = [], datasets = [], attributes = [] }: ContentSpec): Promise<void> {
    for (const path of groups) await this.#open.root.createGroup(path);
    for (const { path, dtype, shape, maxShape, chunks, filters, fill } of datasets) {
      await this.#open.root.createDataset(path, {
        dtype: namedDtype(dtype),
        shape,
        ...(maxShape === undefined ? {} : { maxShape }),
        ...(chunks === undefined ? {} : { chunks }),
        ...(filters === undefined ? {} : { filters: filters.map(namedFilter) }),
        ...(fill === undefined ? {} : { fillValue: fill }),
      });
    }
    for (const { path = '/', name, value } of attributes) {
      await (await this.#open.root.open(path)).attributes.set(name, value as string);
    }
  }

  async #write(path: string, selection: Selection, values: ValuesSpec): Promise<void> {
    const dataset = await this.#dataset(path);
    const slab = resolveSelection(selection, dataset.shape ?? []);
    await dataset.write(selection, writtenValues(dataset.dtype, slab, values) as DataOf<Dtype>);
  }

  async #append(command: Extract<WriterCommand, { do: 'append_messages' }>): Promise<unknown> {
    const dataset = await this.#dataset(command.dataset);
    const first = dataset.shape?.[0] ?? 0;
    const messages =
      command.messages?.map((bytes) => Uint8Array.from(bytes)) ??
      Array.from({ length: command.count ?? 0 }, (_, i) => messagePattern(first + i, command.length ?? 0));
    await dataset.resize([first + messages.length]);
    await dataset.write([[first, first + messages.length]], VariableLength.ofBytes(messages));
    await this.#open.flush();
    return { first, count: messages.length };
  }
}

function namedDtype(name: PythonDtype): Dtype {
  if (typeof name !== 'string') return dtypes.compound(name.map(([member, dtype]) => [member, namedDtype(dtype)]));
  if (name === '>i4') return { ...dtypes.int32, byteOrder: 'big' };
  if (name.startsWith('vlen:')) return dtypes.variableLength(namedDtype(name.slice('vlen:'.length)));
  const known = (dtypes as unknown as Readonly<Record<string, Dtype>>)[name];
  if (known === undefined) throw new Error(`the writer in memory does not know the dtype '${name}'`);
  return known;
}

function namedFilter(name: string): Filter {
  if (name === 'shuffle') return shuffle();
  const [kind, level] = name.split(':');
  if (kind === 'gzip') return deflate(Number(level ?? 4));
  throw new Error(`the writer in memory does not know the filter '${name}'`);
}

function writtenValues(dtype: Dtype, slab: { shape: readonly number[]; size: number }, values: ValuesSpec): unknown {
  const ArrayClass = numberArrayClass(dtype);
  if ('data' in values) {
    if (ArrayClass === undefined) return values.data;
    const array = new ArrayClass(values.data.length);
    values.data.forEach((value, i) => (array[i] = Number(value)));
    return array;
  }
  if (ArrayClass === undefined) return Array.from({ length: slab.size }, () => values.value);
  const array = new ArrayClass(slab.size) as Uint16Array;
  if ('index' in values) return frames(array, slab.shape, values);
  return array.fill(Number(values.value));
}

/** Consecutive frames: all but the last axes count them. */
function frames(
  array: Uint16Array,
  shape: readonly number[],
  values: { index: number; frameRank?: number },
): Uint16Array {
  const split = Math.max(0, shape.length - (values.frameRank ?? 2));
  const frameShape = shape.slice(split);
  const dtype = array.constructor.name.replace('Array', '').toLowerCase() as PatternDtype;
  const size = frameShape.reduce((product, extent) => product * extent, 1);
  for (let frame = 0; frame * size < array.length; frame++) {
    array.set(framePattern(values.index + frame, frameShape, dtype) as Uint16Array, frame * size);
  }
  return array;
}
