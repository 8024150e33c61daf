import { wasmAdapter } from '../../../wasm/src/index.js';
import { writeAndWait } from './write-and-wait.js';

await writeAndWait(wasmAdapter());
