import { nativeAdapter } from '../../../native/src/index.js';
import { changeInALoop } from './change-in-a-loop.js';

await changeInALoop(nativeAdapter());
