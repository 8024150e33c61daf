import { nativeAdapter } from '../../../native/src/index.js';
import { writeAndWait } from './write-and-wait.js';

await writeAndWait(nativeAdapter());
