import { columnBytes, type ColumnName } from './column-names.js';
import type { ColumnSource } from './column-source.js';
import {
  fillChipAndRegister,
  fillDatawordAndFlags,
  fillHighField,
  fillTimestampAndValidParity,
} from './fill-packet-columns.js';
import { fillDiagnosticsEnabled, fillIoGroups, fillMessageIndices, overwritePacmanRows } from './fill-row-columns.js';

/** Fills a column, and those that come out of the same bits with little more work. */
export function fillColumn(name: ColumnName, source: ColumnSource): void {
  const { asicVersion, fifoDiagnostics } = source.reading;
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
      return overwritePacmanRows(source, 'packetType');
    case 'triggerType':
    case 'localFifo':
    case 'sharedFifo':
    case 'downstreamMarker':
    case 'parity':
    case 'dataword':
      fillDatawordAndFlags(source);
      overwritePacmanRows(source, 'triggerType');
      return overwritePacmanRows(source, 'dataword');
    case 'timestamp':
    case 'validParity':
      fillTimestampAndValidParity(source);
      return overwritePacmanRows(source, 'timestamp');
    case 'firstPacket':
      return asicVersion === 2 ? fillHighField(source, name, 15, 1) : fillZeros(source, name);
    case 'resetSample':
      return asicVersion === 3 ? fillHighField(source, name, 12, 1) : fillZeros(source, name);
    case 'cds':
      return asicVersion === 3 ? fillHighField(source, name, 13, 1) : fillZeros(source, name);
    case 'localFifoEvents':
      return fifoDiagnostics ? fillHighField(source, name, 12, 2) : fillZeros(source, name);
    case 'sharedFifoEvents':
      return fifoDiagnostics ? fillHighField(source, name, 0, 12) : fillZeros(source, name);
    case 'fifoDiagnosticsEnabled':
      return fifoDiagnostics ? fillDiagnosticsEnabled(source) : fillZeros(source, name);
    case 'direction':
    case 'counter':
      return fillZeros(source, name);
  }
}

function fillZeros({ rows, memory }: ColumnSource, name: ColumnName): void {
  memory.fillWithZeros(name, (rows.capacity * columnBytes[name]) / 4);
}
