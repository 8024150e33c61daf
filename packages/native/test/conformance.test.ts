import { describeAdapter } from '@h5tail/adapter-conformance';
import { nativeAdapter } from '../src/index.js';

describeAdapter({ name: 'native', createAdapter: () => nativeAdapter() });
