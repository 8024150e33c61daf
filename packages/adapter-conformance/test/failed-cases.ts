import { MemoryStorage, applies, conformanceCases, runCase } from '../src/index.js';
import type { BrokenAdapter } from './broken-adapters.js';

/** The cases that an adapter in memory fails: for each group, its names in the order of the suite. */
export async function failedCases(createAdapter: BrokenAdapter): Promise<Record<string, string[]>> {
  const failed: Record<string, string[]> = {};
  const subject = {
    name: 'broken',
    createStorage: () => new MemoryStorage(),
    createAdapter: ({ disk }: MemoryStorage) => createAdapter(disk),
  };
  for (const one of conformanceCases.filter((each) => applies(each, 'memory'))) {
    await runCase(one, subject).catch(() => (failed[one.group] ??= []).push(one.name));
  }
  return failed;
}
