import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../../tooling/typescript/test-backends.js';
import { FakeProcess } from '../../fake-environment.js';
import { temporaryFolder } from '../../live/temporary-folder.js';
import { writeRawFile } from './raw-files.js';

/** PACMAN messages with known fields: header, then words of 16 bytes. */
const data = '4405efcdab89000034aa78563492a5f6';
const sync = '53480100040302010000000000000000';
const trigger = '54010000feffffff0000000000000000';
const vectors = [`4444431164000100${data}`, `4444431164000300${sync}${data}${trigger}`, '4444431164000000'];

const names = [
  'message_index',
  'io_group',
  'io_channel',
  'chip_id',
  'packet_type',
  'downstream_marker',
  'parity',
  'valid_parity',
  'channel_id',
  'timestamp',
  'dataword',
  'trigger_type',
  'local_fifo',
  'shared_fifo',
  'register_address',
  'register_data',
  'direction',
  'local_fifo_events',
  'shared_fifo_events',
  'counter',
  'fifo_diagnostics_enabled',
  'first_packet',
  'receipt_timestamp',
];

const time = (index: number) => `${index},7,0,0,4,0,0,0,0,1678852932,0,0,0,0,0,0,0,0,0,0,0,0,0`;
const packet = (index: number) => `${index},7,5,141,0,1,1,1,42,305419896,165,2,1,3,42,158,0,0,0,0,0,1,2309737967`;
const rows = [
  time(0),
  packet(0),
  time(1),
  '1,7,0,0,6,0,0,0,0,16909060,1,72,0,0,0,0,0,0,0,0,0,0,0',
  packet(1),
  '1,7,0,0,7,0,0,0,0,4294967294,0,1,0,0,0,0,0,0,0,0,0,0,0',
  time(2),
];

function objectOf(row: string): Record<string, number> {
  const values = row.split(',').map(Number);
  return Object.fromEntries(names.map((name, i) => [name, values[i] as number]));
}

const messagesOf = (hex: readonly string[]) => hex.map((text) => ({ ioGroup: 7, bytes: Buffer.from(text, 'hex') }));

describe.each(testBackends)('raw decode on $name', ({ createAdapter }) => {
  const folder = temporaryFolder();
  const path = join(folder, 'raw.h5');
  const broken = join(folder, 'broken.h5');
  const many = join(folder, 'many.h5');
  let adapter: Hdf5Adapter;

  beforeAll(async () => {
    adapter = await createAdapter();
    await writeRawFile(path, adapter, messagesOf(vectors));
    // A word of an unknown type, a message without a header, and a fragment behind the last word.
    const bad = [vectors[0] as string, `4444431164000100${'ff'.repeat(16)}`, '44', `${vectors[0]}00`];
    await writeRawFile(broken, adapter, messagesOf(bad));
    await writeRawFile(
      many,
      adapter,
      messagesOf(Array.from({ length: 3000 }, (_, i) => (i < 2500 ? vectors[2] : '') as string)),
    );
  });

  async function decode(file: string, ...flags: string[]) {
    const process = new FakeProcess({ adapter });
    return { exitCode: await process.run('raw', 'decode', file, ...flags), process };
  }

  it('prints a line of JSON per packet', async () => {
    const { exitCode, process } = await decode(path);
    expect(exitCode).toBe(0);
    expect(process.output).toEqual(rows.map(objectOf));
    expect(Object.keys(process.output[0] as object)).toEqual(names);
    expect(process.stderr.lines).toEqual(['h5tail: 7 packets in 3 messages']);
  });

  it('prints CSV with a head, also of a slice', async () => {
    const { process } = await decode(path, '--format', 'csv');
    expect(process.stdout.lines).toEqual([names.join(','), ...rows]);
    const part = await decode(path, '--format', 'csv', '--start', '-2', '--end', '2');
    expect(part.process.stdout.lines).toEqual([names.join(','), ...rows.slice(2, 6)]);
    const none = await decode(path, '--format', 'csv', '--start', '3');
    expect(none.process.stdout.lines).toEqual([names.join(',')]);
  });

  it('reads chips of v3 and FIFO diagnostics', async () => {
    const v3 = await decode(path, '--asic', 'v3');
    expect(v3.process.output[1]).toEqual({
      ...objectOf(packet(0)),
      timestamp: 0x2345678,
      dataword: 662,
      first_packet: 0,
      reset_sample: 1,
      cds: 0,
    });
    const diagnostics = await decode(path, '--fifo-diagnostics');
    expect(diagnostics.process.output[1]).toMatchObject({
      timestamp: 22136,
      local_fifo_events: 1,
      shared_fifo_events: 564,
      fifo_diagnostics_enabled: 1,
    });
  });

  it('stops at the first bad message, behind the rows before it, and names it', async () => {
    const { exitCode, process } = await decode(broken, '--format', 'csv');
    expect(exitCode).toBe(1);
    expect(process.stdout.lines).toEqual([names.join(','), time(0), packet(0)]);
    expect(process.stderr.lines).toEqual([
      expect.stringMatching(
        /^h5tail: after 2 packets: .*broken\.h5 : \/msgs: message 1, byte 8: .*but found 0xff\. --lenient decodes what is whole$/,
      ),
    ]);
  });

  it('goes on with --lenient, and tells of each problem', async () => {
    const { exitCode, process } = await decode(broken, '--format', 'csv', '--lenient', '--start', '1');
    expect(exitCode).toBe(0);
    expect(process.stdout.lines).toEqual([names.join(','), time(1), time(3), packet(3)]);
    expect(process.stderr.lines).toEqual([
      expect.stringMatching(/^h5tail: message 1, byte 8: /),
      expect.stringMatching(/^h5tail: message 2, byte 0: expected a header of 8 bytes, but the message has 1$/),
      expect.stringMatching(/^h5tail: message 3, byte 24: .*but 1 bytes follow$/),
      'h5tail: 3 packets in 3 messages; 3 problems',
    ]);
  });

  it('tells of very many problems only the first ones, and the total', async () => {
    const { exitCode, process } = await decode(many, '--lenient');
    expect(exitCode).toBe(0);
    expect(process.stdout.lines).toHaveLength(2500);
    expect(process.stderr.lines).toHaveLength(21);
    expect(process.stderr.lines[19]).toMatch(/^h5tail: message 2519, /);
    expect(process.stderr.lines[20]).toBe('h5tail: 2500 packets in 3000 messages; 500 problems, 20 of them told');
  });

  it('refuses chips of v1, and what does not go together', async () => {
    const v1 = await decode(path, '--asic', 'v1');
    expect(v1.exitCode).toBe(2);
    expect(v1.process.stderr.text).toContain('packets of LArPix v1 are never in PACMAN messages; give v2 or v3');
    for (const flags of [['--asic', 'v3', '--fifo-diagnostics'], ['--overwrite'], ['--asic', 'v9']]) {
      const { exitCode, process } = await decode(path, ...flags);
      expect(exitCode).toBe(2);
      expect(process.stderr.lines).toHaveLength(1);
    }
  });

  it('writes a file that has its name only when it is whole', async () => {
    const output = join(folder, 'packets.csv');
    const { exitCode, process } = await decode(path, '--format', 'csv', '--output', output);
    expect([exitCode, process.stdout.text]).toEqual([0, '']);
    const text = `${[names.join(','), ...rows].join('\n')}\n`;
    expect(readFileSync(output, 'utf8')).toBe(text);
    const again = await decode(path, '--output', output);
    expect(again.exitCode).toBe(1);
    expect(again.process.stderr.text).toContain('packets.csv: the file is there already');
    writeFileSync(output, 'old');
    const failing = await decode(broken, '--format', 'csv', '--output', output, '--overwrite');
    expect(failing.exitCode).toBe(1);
    expect(readFileSync(output, 'utf8')).toBe('old');
    expect((await decode(path, '--format', 'csv', '--output', output, '--overwrite')).exitCode).toBe(0);
    expect(readFileSync(output, 'utf8')).toBe(text);
    const other = join(folder, 'other.csv');
    expect((await decode(broken, '--output', other)).exitCode).toBe(1);
    expect(existsSync(other)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    const itself = await decode(path, '--output', path, '--overwrite');
    expect(itself.exitCode).toBe(2);
    expect(itself.process.stderr.text).toContain('is the file to be decoded; give another one');
    const nowhere = await decode(path, '--output', join(folder, 'no', 'where.csv'));
    expect(nowhere.exitCode).toBe(1);
    expect(nowhere.process.stderr.lines).toEqual([
      `h5tail: ${join(folder, 'no')}: there is no such folder. Make it first, or choose another one`,
    ]);
  });
});
