import type { PacmanMessage } from '../../src/pacman/message.js';
import { hexBytes } from './hex-bytes.js';

const seconds = 1_678_852_932;
const [syncHex, dataHex, triggerHex] = [
  '53480100040302010000000000000000',
  '4405efcdab89000034aa78563492a5f6',
  '54010000feffffff0000000000000000',
];
const data = {
  type: 'data',
  ioChannel: 5,
  receiptTimestamp: 2_309_737_967,
  packet: { low: 0x5678_aa34, high: 0xf6a5_9234 },
} as const;
const sync = { type: 'sync', syncType: 0x48, clockSource: 1, timestamp: 16_909_060 } as const;
const trigger = { type: 'trigger', triggerType: 1, timestamp: 4_294_967_294 } as const;
const configRead = { low: 0x016b_c42f, high: 0x4000_0000 };

/** Messages of every kind as a PACMAN sends or takes them, and what they mean. */
export const messageVectors: readonly {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly message: PacmanMessage;
}[] = [
  ['data without words', '4444431164000000', { type: 'data', words: [] }],
  ['a data word', `4444431164000100 ${dataHex}`, { type: 'data', words: [data] }],
  [
    'an answer to a read of a register of a chip',
    '4444431164000100 44200700000000002fc46b0100000040',
    { type: 'data', words: [{ type: 'data', ioChannel: 32, receiptTimestamp: 7, packet: configRead }] },
  ],
  ['a heartbeat', `4444431164000100 ${syncHex}`, { type: 'data', words: [sync] }],
  ['a trigger', `4444431164000100 ${triggerHex}`, { type: 'data', words: [trigger] }],
  ['a mix', `4444431164000300 ${syncHex} ${dataHex} ${triggerHex}`, { type: 'data', words: [sync, data, trigger] }],
  [
    'a packet to a chip',
    '3f44431164000100 4401000000000000feeb050000000000',
    { type: 'request', words: [{ type: 'tx', ioChannel: 1, packet: { low: 0x0005_ebfe, high: 0 } }] },
  ],
  ['a ping', '3f44431164000100 50000000000000000000000000000000', { type: 'request', words: [{ type: 'ping' }] }],
  ['a pong', '2144431164000100 50000000000000000000000000000000', { type: 'reply', words: [{ type: 'pong' }] }],
  [
    'a write of a register',
    '3f44431164000100 570000000140020000000000a3d50000',
    { type: 'request', words: [{ type: 'write', register: 0x24001, value: 54_691 }] },
  ],
  [
    'what a register holds',
    '2144431164000100 520000001000000000000000ff000000',
    { type: 'reply', words: [{ type: 'read', register: 0x10, value: 255 }] },
  ],
  [
    'an error',
    '2144431164000100 450362616420776f7264000000000000',
    { type: 'reply', words: [{ type: 'error', code: 3, text: 'bad word' }] },
  ],
].map(([name, hex, message]) => ({
  name: name as string,
  bytes: hexBytes(hex as string),
  message: withHeader(message as Omit<PacmanMessage, 'seconds' | 'wordCount'>),
}));

function withHeader(message: Omit<PacmanMessage, 'seconds' | 'wordCount'>): PacmanMessage {
  return { ...message, seconds, wordCount: message.words.length } as PacmanMessage;
}
