import { wasmAdapter } from '../../../wasm/src/index.js';
import { changeWithoutRoom } from './change-without-room.js';

await changeWithoutRoom(wasmAdapter());
