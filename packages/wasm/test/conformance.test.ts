import { describeAdapter } from '@h5tail/adapter-conformance';
import { wasmAdapter } from '../src/index.js';

describeAdapter({ name: 'wasm', createAdapter: () => wasmAdapter() });
