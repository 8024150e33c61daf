import { nativeAdapter } from '../../../native/src/index.js';
import { changeWithoutRoom } from './change-without-room.js';

await changeWithoutRoom(nativeAdapter());
