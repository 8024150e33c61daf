/**
 * The fields of a row of a packet file in their order there, each with the column of `PacketColumns` that holds it.
 *
 * Columns hold the values of the field in the narrowest dtype that messages need: packet files have 64 bits for
 * `timestamp`, 32 are enough here. `dataword` has 16 here, for v3.
 */
export const packetFields = [
  { name: 'io_group', property: 'ioGroup' },
  { name: 'io_channel', property: 'ioChannel' },
  { name: 'chip_id', property: 'chipId' },
  { name: 'packet_type', property: 'packetType' },
  { name: 'downstream_marker', property: 'downstreamMarker' },
  { name: 'parity', property: 'parity' },
  { name: 'valid_parity', property: 'validParity' },
  { name: 'channel_id', property: 'channelId' },
  { name: 'timestamp', property: 'timestamp' },
  { name: 'dataword', property: 'dataword' },
  { name: 'trigger_type', property: 'triggerType' },
  { name: 'local_fifo', property: 'localFifo' },
  { name: 'shared_fifo', property: 'sharedFifo' },
  { name: 'register_address', property: 'registerAddress' },
  { name: 'register_data', property: 'registerData' },
  { name: 'direction', property: 'direction' },
  { name: 'local_fifo_events', property: 'localFifoEvents' },
  { name: 'shared_fifo_events', property: 'sharedFifoEvents' },
  { name: 'counter', property: 'counter' },
  { name: 'fifo_diagnostics_enabled', property: 'fifoDiagnosticsEnabled' },
  { name: 'first_packet', property: 'firstPacket' },
  { name: 'receipt_timestamp', property: 'receiptTimestamp' },
] as const;

/** The fields that only packets of LArPix v3 have; in packet files of v2 there are none of them. */
export const packetFieldsOfV3 = [
  { name: 'reset_sample', property: 'resetSample' },
  { name: 'cds', property: 'cds' },
] as const;
