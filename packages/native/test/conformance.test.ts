import { describeAdapter } from '@h5tail/adapter-conformance';
import { describe } from 'vitest';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { nativeAdapter } from '../src/index.js';

const isThere = hasInteropGroup('library');

/** Plug-ins that are installed have to be right; built-in filters have to be there. */
const pluginIds = [307, 32000, 32001, 32004, 32008, 32015];
const filters = isThere ? ((await nativeAdapter().availableFilters?.(pluginIds)) ?? []) : [];

describe.runIf(isThere)('with the HDF5 library of this machine', () => {
  describeAdapter({ name: 'native', createAdapter: () => nativeAdapter(), filters });
});
