/** Every column with the bytes of one of its elements, which are unsigned. */
export const columnBytes = {
  messageIndex: 4,
  ioGroup: 1,
  chipId: 1,
  packetType: 1,
  downstreamMarker: 1,
  parity: 1,
  validParity: 1,
  channelId: 1,
  timestamp: 4,
  dataword: 2,
  triggerType: 1,
  localFifo: 1,
  sharedFifo: 1,
  registerAddress: 1,
  registerData: 1,
  direction: 1,
  localFifoEvents: 1,
  sharedFifoEvents: 2,
  counter: 4,
  fifoDiagnosticsEnabled: 1,
  firstPacket: 1,
  resetSample: 1,
  cds: 1,
} as const;

/** A column that is made of the collected rows when it is first asked for. */
export type ColumnName = keyof typeof columnBytes;
