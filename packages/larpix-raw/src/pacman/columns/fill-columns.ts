import type { ColumnName } from './column-names.js';
import type { ColumnSource } from './column-source.js';
import {
  fillChipAndRegister,
  fillDatawordAndFlags,
  fillHighBytes,
  fillSharedFifoEvents,
  fillTimestampAndValidParity,
} from './fill-packet-columns.js';
import { fillDiagnosticsEnabled, fillIoGroups, fillMessageIndices } from './fill-row-columns.js';
import { overwriteBytes, overwriteDatawords, overwriteTimestamps } from './overwrite-pacman-rows.js';

/** Fills a column, and those that come out of the same bits with little more work. */
export function fillColumn(name: ColumnName, source: ColumnSource): void {
  const { memory, reading } = source;
  const { asicVersion, fifoDiagnostics } = reading;
  switch (name) {
    case 'messageIndex':
      return fillMessageIndices(source);
    case 'ioGroup':
      return fillIoGroups(source);
    case 'packetType':
    case 'chipId':
    case 'channelId':
    case 'registerAddress':
    case 'registerData':
      fillChipAndRegister(source);
      return overwriteBytes(source, 'packetType', 0);
    case 'triggerType':
    case 'localFifo':
    case 'sharedFifo':
    case 'downstreamMarker':
    case 'parity':
    case 'dataword':
    case 'firstPacket':
      fillDatawordAndFlags(source);
      overwriteBytes(source, 'triggerType', 8);
      return overwriteDatawords(source);
    case 'timestamp':
    case 'validParity':
      fillTimestampAndValidParity(source);
      return overwriteTimestamps(source);
    case 'resetSample':
      return asicVersion === 3 ? fillHighBytes(source, name, 12, 1) : memory.fillWithZeros(name);
    case 'cds':
      return asicVersion === 3 ? fillHighBytes(source, name, 13, 1) : memory.fillWithZeros(name);
    case 'localFifoEvents':
      return fifoDiagnostics ? fillHighBytes(source, name, 12, 2) : memory.fillWithZeros(name);
    case 'sharedFifoEvents':
      return fifoDiagnostics ? fillSharedFifoEvents(source) : memory.fillWithZeros(name);
    case 'fifoDiagnosticsEnabled':
      return fifoDiagnostics ? fillDiagnosticsEnabled(source) : memory.fillWithZeros(name);
    case 'direction':
    case 'counter':
      return memory.fillWithZeros(name);
  }
}
