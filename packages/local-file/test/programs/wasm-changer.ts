import { wasmAdapter } from '../../../wasm/src/index.js';
import { changeInALoop } from './change-in-a-loop.js';

await changeInALoop(wasmAdapter());
