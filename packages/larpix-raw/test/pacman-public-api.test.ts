import { expect, it } from 'vitest';
import * as pacman from '../src/pacman.js';

it('exports this to those who decode messages', () => {
  expect(Object.keys(pacman).toSorted()).toEqual([
    'PacketColumns',
    'decodeColumns',
    'decodeMessage',
    'decodePacket',
    'encodeMessage',
    'encodePacket',
    'hasValidParity',
    'messageOfPackets',
    'packetBitsAt',
    'packetBytes',
    'packetFields',
    'packetFieldsOfV3',
    'packetFromBigInt',
    'packetToBigInt',
    'packetTypes',
    'packetsOfMessage',
    'parityOf',
    'readBits',
    'syncTypes',
  ]);
});
