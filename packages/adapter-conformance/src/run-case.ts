import { CaseContext } from './case-context.js';
import type { AdapterUnderTest, ConformanceCase } from './conformance-case.js';
import { pythonForInterop } from './live-writer/python-for-interop.js';
import { FileStorage } from './storage/file-storage.js';
import type { TestStorage } from './storage/test-storage.js';

/**
 * Runs one case on an adapter, with files and processes of its own.
 *
 * @throws What the case throws: an `AssertionError` where the adapter gets it wrong.
 */
export async function runCase<Storage extends TestStorage>(
  one: ConformanceCase,
  subject: AdapterUnderTest<Storage>,
): Promise<void> {
  const storage = await createStorage(subject);
  try {
    const context = new CaseContext(await subject.createAdapter(storage as Storage), storage, subject.filters);
    try {
      await one.run(context);
    } finally {
      await context[Symbol.asyncDispose]();
    }
  } finally {
    await storage[Symbol.asyncDispose]();
  }
}

async function createStorage<Storage extends TestStorage>(subject: AdapterUnderTest<Storage>): Promise<TestStorage> {
  return subject.createStorage === undefined ? FileStorage.create() : subject.createStorage();
}

/**
 * Whether a case says something about an adapter whose files are of this kind.
 *
 * @throws Error where h5py is left out but must not be: see `pythonForInterop`.
 */
export function applies({ needs }: ConformanceCase, kind: TestStorage['kind']): boolean {
  if (needs === undefined) return true;
  if (needs === 'files') return kind === 'files';
  if (needs === 'posix') return kind === 'files' && process.platform !== 'win32';
  if (needs === 'writer' && kind === 'memory') return true;
  return kind === 'files' && pythonForInterop() !== undefined;
}
