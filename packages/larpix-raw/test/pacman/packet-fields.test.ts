import { expect, it } from 'vitest';
import { PacketColumns } from '../../src/pacman/columns/packet-columns.js';
import { packetFields, packetFieldsOfV3 } from '../../src/pacman/packet-fields.js';

it('names the fields of packet files in their order', () => {
  expect(packetFields.map(({ name }) => name).join(' ')).toBe(
    'io_group io_channel chip_id packet_type downstream_marker parity valid_parity channel_id timestamp dataword ' +
      'trigger_type local_fifo shared_fifo register_address register_data direction local_fifo_events ' +
      'shared_fifo_events counter fifo_diagnostics_enabled first_packet receipt_timestamp',
  );
});

it('names the column of each field, which is its name in camel case', () => {
  const columns = new PacketColumns();
  for (const { name, property } of [...packetFields, ...packetFieldsOfV3]) {
    expect(property).toBe(name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()));
    expect(ArrayBuffer.isView(columns[property])).toBe(true);
  }
});
