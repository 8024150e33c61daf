import { describeAdapter } from '@h5tail/adapter-conformance';
import { hasInteropGroup } from '../../../tooling/typescript/interop-group.js';
import { nativeAdapter } from '../src/index.js';

const adapter = nativeAdapter();
/** Plug-ins that are installed have to be right; built-in filters have to be there. */
const pluginIds = [307, 32000, 32001, 32004, 32008, 32015];

if (hasInteropGroup('library')) {
  const filters = (await adapter.availableFilters?.(pluginIds)) ?? [];
  describeAdapter({ name: 'native', createAdapter: () => nativeAdapter(), filters });
}
