import { describe, it } from 'vitest';
import { conformanceCases } from './conformance-cases.js';
import type { AdapterUnderTest, ConformanceCase } from './conformance-case.js';
import { applies, runCase } from './run-case.js';
import type { TestStorage } from './storage/test-storage.js';

/** Options of {@link describeAdapter}. */
export interface DescribeAdapterOptions<Storage extends TestStorage> extends AdapterUnderTest<Storage> {
  /** Kind of the storage that `createStorage` makes. Default: `files`. */
  readonly storage?: TestStorage['kind'];
}

/**
 * Registers the whole suite with vitest, for one adapter.
 *
 * @example
 * ```ts
 * import { describeAdapter } from '@h5tail/adapter-conformance';
 * import { wasmAdapter } from '@h5tail/wasm';
 *
 * describeAdapter({ name: 'wasm', createAdapter: () => wasmAdapter() });
 * ```
 */
export function describeAdapter<Storage extends TestStorage>(options: DescribeAdapterOptions<Storage>): void {
  const cases = conformanceCases.filter((one) => applies(one, options.storage ?? 'files'));
  describe(options.name, () => {
    for (const [group, inGroup] of byGroup(cases)) {
      describe(group, () => {
        for (const one of inGroup) it(one.name, { timeout: one.timeoutMs ?? 30_000 }, () => runCase(one, options));
      });
    }
  });
}

function byGroup(cases: readonly ConformanceCase[]): Map<string, ConformanceCase[]> {
  const groups = new Map<string, ConformanceCase[]>();
  for (const one of cases) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return groups;
}
