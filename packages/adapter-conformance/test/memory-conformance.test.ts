import { filterIds } from '@h5tail/adapter';
import { MemoryStorage, describeAdapter } from '../src/index.js';
import { memoryAdapter } from '../src/memory.js';

describeAdapter({
  name: 'memory',
  storage: 'memory',
  createStorage: () => new MemoryStorage(),
  createAdapter: ({ disk }) => memoryAdapter({ disk }),
  filters: Object.values(filterIds),
});
