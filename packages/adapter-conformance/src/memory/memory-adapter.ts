import {
  Hdf5Error,
  type Capabilities,
  type ErrorCode,
  type Hdf5Adapter,
  type Hdf5File,
  type OpenOptions,
} from '@h5tail/adapter';
import { MemoryDisk } from './memory-disk.js';
import { MemoryFile } from './memory-file.js';
import { MemorySession } from './memory-session.js';
import { StoredFile } from './stored-file.js';

/** Options of {@link memoryAdapter}. */
export interface MemoryAdapterOptions {
  /** Where the files are. Default: a disk of its own. */
  readonly disk?: MemoryDisk;
  /** Capabilities to differ from the default, to see how code does without one. */
  readonly capabilities?: Partial<Capabilities>;
}

const allButStoredChunks: Capabilities = {
  createBoolean: true,
  createEnum: true,
  createArray: true,
  createOpaque: true,
  createBitfield: true,
  createVariableLength: true,
  createFloat16: true,
  createBigEndian: true,
  createNullDataspace: true,
  createFillValue: true,
  createFilterPipeline: true,
  readFillValue: true,
  createStringPadding: true,
  readWideEnumMembers: true,
  readOpaqueTag: true,
  deleteLink: true,
  readChunk: false,
  writeChunk: false,
};

/**
 * An adapter that keeps its files in memory, for unit tests of what uses an adapter.
 *
 * It follows the rules of single-writer/multiple-readers access strictly: a reader's dataset holds what was flushed
 * before its own last refresh, and nothing newer, so a forgotten or misplaced refresh shows. Each `Dataset.flush`
 * flushes that dataset alone. It cannot read real files, so it refuses skeletons.
 *
 * @example
 * ```ts
 * const disk = new MemoryDisk();
 * const adapter = memoryAdapter({ disk });
 * const writer = await openFile('/scan.h5', { adapter, mode: 'w' });
 * const keys = await writer.root.createDataset('keys', { dtype: dtypes.int32, shape: [10] });
 * await writer.startSwmrWrite();
 * const reader = await openFile('/scan.h5', { adapter, mode: 'r', swmr: true });
 * ```
 */
export function memoryAdapter(options: MemoryAdapterOptions = {}): Hdf5Adapter {
  const { disk = new MemoryDisk() } = options;
  const adapter: Hdf5Adapter = {
    specVersion: 1,
    name: 'memory',
    capabilities: { ...allButStoredChunks, ...options.capabilities },
    version: () => Promise.resolve({ hdf5: 'none', implementation: 'memory' }),
    open: async (path, openOptions) => open(adapter, disk, path, openOptions),
  };
  return adapter;
}

function open(adapter: Hdf5Adapter, disk: MemoryDisk, path: string, options: OpenOptions): Hdf5File {
  const { mode, swmr = false, skeleton, signal } = options;
  signal?.throwIfAborted();
  const existing = disk.files.get(path);
  const refuse = (code: ErrorCode, message: string): Hdf5Error => new Hdf5Error(code, message, { file: path });
  if (mode === 'w' || mode === 'wx') {
    if (skeleton !== undefined) throw refuse('UNSUPPORTED', `the backend 'memory' cannot start from a skeleton`);
    if (mode === 'wx' && existing !== undefined) throw refuse('FILE_EXISTS', 'there is a file already');
    if (existing !== undefined && isBeingWritten(existing)) throw refuse('FILE_LOCKED', 'a writer has it open');
    const stored = new StoredFile();
    disk.files.set(path, stored);
    return new MemoryFile(new MemorySession(adapter, { disk, path, stored }, mode, false));
  }
  if (existing === undefined) throw refuse('FILE_NOT_FOUND', 'there is no such file');
  if (mode === 'r' && swmr && existing.writerState === 'writing') {
    throw refuse('NOT_SWMR_READABLE', 'a writer has it open and has not started SWMR mode');
  }
  if (mode === 'r+' && swmr && existing.writerState === 'unknown') {
    throw refuse('NOT_SWMR_WRITABLE', 'the format of the file has no SWMR mode');
  }
  if (isBeingWritten(existing) && (mode === 'r+' || !swmr)) throw refuse('FILE_LOCKED', 'a writer has it open');
  return new MemoryFile(new MemorySession(adapter, { disk, path, stored: existing }, mode, swmr));
}

function isBeingWritten({ writerState }: StoredFile): boolean {
  return writerState === 'writing' || writerState === 'swmr-writing';
}
