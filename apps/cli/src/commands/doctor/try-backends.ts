import { backendNames, type BackendName } from '../../backend.js';
import type { CliContext } from '../../context.js';
import { failureLine } from '../../failure-line.js';
import type { Finding } from './finding.js';
import { tryFilters, type FilterFinding } from './try-filters.js';

/** What one backend is, or why it does not work. */
export type BackendFinding = Finding & {
  /** Version of HDF5. */
  readonly hdf5?: string;
  /** What carries it; of the native backend which library, and whether its functions may be called from several threads. */
  readonly implementation?: string;
  /** Left out where the backend cannot tell. */
  readonly filters?: readonly FilterFinding[];
};

/** What `--backend auto` comes to. */
export type AutoFinding = {
  readonly takes: string | null;
  readonly reason: string;
};

/** Loads every backend. */
export async function tryBackends(context: CliContext): Promise<BackendFinding[]> {
  const findings: BackendFinding[] = [];
  for (const name of backendNames) if (name !== 'auto') findings.push(await tryBackend(context, name));
  return findings;
}

async function tryBackend(context: CliContext, name: BackendName): Promise<BackendFinding> {
  try {
    const { adapter } = await context.openBackend(name);
    const { hdf5, implementation } = await adapter.version();
    const filters = await tryFilters(adapter);
    const details = `HDF5 ${hdf5} in ${implementation}`;
    return { name, works: true, hdf5, implementation, ...(filters && { filters }), details };
  } catch (error) {
    return { name, works: false, details: failureLine(error, false) };
  }
}

/** Finds out which backend `auto` takes, and why. */
export async function tryAuto(context: CliContext): Promise<AutoFinding> {
  try {
    const { name, adapter, nativeFailure } = await context.openBackend('auto');
    await adapter.version();
    const reason =
      name === 'native' ? 'it is the fastest' : `native does not work: ${failureLine(nativeFailure, false)}`;
    return { takes: name, reason };
  } catch (error) {
    return { takes: null, reason: failureLine(error, false) };
  }
}

/** The same as a finding. The line about the native backend tells already what is wrong with it. */
export function autoFinding({ takes, reason }: AutoFinding): Finding {
  const name = 'auto';
  if (takes === null) return { name, works: false, details: reason };
  const why = takes === 'native' ? reason : 'native does not work';
  return { name, works: true, details: `takes ${takes}, because ${why}` };
}
