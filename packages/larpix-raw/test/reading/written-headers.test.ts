import { copyFileSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import type { Hdf5Adapter } from '@h5tail/adapter';
import { fromRawFile, RawFileWriter, toRawFile } from '@h5tail/larpix-raw';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { openForReading, type RawFile } from '../../src/format/raw-file.js';
import { WrittenHeaders } from '../../src/reading/written-headers.js';
import { ManualClock } from '../../../../tooling/typescript/manual-clock.js';
import { scratchFolder } from '../scratch-folder.js';

const path = scratchFolder();
/** So long that HDF5 may have to make room for the messages of a call. */
const message = new Uint8Array(600 * 1024).fill(7);

/** As if its writer was at it still, however long the test takes. */
function changedAt(name: string, secondsFromNow: number): void {
  const time = new Date(Date.now() + 1000 * secondsFromNow);
  utimesSync(name, time, time);
}

describe.each(testBackends)('headers that are 0 on $name', (backend) => {
  let adapter: Hdf5Adapter;
  beforeAll(async () => {
    adapter = await backend.createAdapter();
  });
  const file = (name: string): string => path(`${backend.name} ${name}.h5`);

  /** What is on the disk while a writer has the file, as a file of its own. */
  async function live(name: string, ioGroups: readonly number[]): Promise<string> {
    const written = file(`${name} written`);
    await using writer = await RawFileWriter.open(written, { adapter });
    // The last message is long enough for all.
    await writer.append(
      ioGroups.map((_, i) => (ioGroups.length < 100 || i === ioGroups.length - 1 ? message : Uint8Array.of(1))),
      ioGroups,
    );
    await writer.flush();
    copyFileSync(written, file(name));
    changedAt(file(name), 60);
    return file(name);
  }

  async function upTo(headers: WrittenHeaders, raw: RawFile, length: number, start = 0): Promise<number> {
    return headers.upTo(raw, { start, stop: length, length });
  }

  it('count in a file that is closed', async () => {
    await toRawFile(file('closed'), [message, message], { adapter });
    const raw = await openForReading(file('closed'), adapter);
    expect(await upTo(new WrittenHeaders(new ManualClock()), raw, 2)).toBe(2);
    await raw.file.close();
  });

  it('do not count at first in one that is being written; others do', async () => {
    const raw = await openForReading(await live('some', [3, 4, 0, 0]), adapter);
    const clock = new ManualClock();
    expect(await upTo(new WrittenHeaders(clock), raw, 4)).toBe(2);
    expect(await upTo(new WrittenHeaders(clock), raw, 2)).toBe(2);
    expect(await upTo(new WrittenHeaders(clock), raw, 4, 3)).toBe(3);
    await raw.file.close();
  });

  it('count where another board of the chunk is behind them, and where the messages are short', async () => {
    const raw = await openForReading(await live('before', [0, 4, 0, 0, 5]), adapter);
    expect(await upTo(new WrittenHeaders(new ManualClock()), raw, 5)).toBe(5);
    await raw.file.close();
    const chunk = await openForReading(
      await live('chunk', [...Array.from({ length: 1020 }, () => 1), 0, 0, 0, 0, 5]),
      adapter,
    );
    expect(await upTo(new WrittenHeaders(new ManualClock()), chunk, 1025)).toBe(1020);
    await chunk.file.close();
    const written = file('short');
    await using writer = await RawFileWriter.open(written, { adapter });
    await writer.append([Uint8Array.of(1), Uint8Array.of(2)]);
    await writer.flush();
    const short = await openForReading(written, adapter);
    expect(await upTo(new WrittenHeaders(new ManualClock()), short, 2)).toBe(2);
    await short.file.close();
    await writer.append([new Uint8Array(0), Uint8Array.of(3)]);
    await writer.flush();
    changedAt(written, 60);
    const withEmpty = await openForReading(written, adapter);
    expect(await upTo(new WrittenHeaders(new ManualClock()), withEmpty, 4)).toBe(0);
    await withEmpty.file.close();
  });

  it('count when the file has grown since', async () => {
    const raw = await openForReading(await live('grown', [3, 0, 0, 0]), adapter);
    const headers = new WrittenHeaders(new ManualClock());
    expect(await upTo(headers, raw, 2)).toBe(1);
    expect(await upTo(headers, raw, 3)).toBe(2);
    expect(await upTo(headers, raw, 4)).toBe(4);
    await raw.file.close();
  });

  it('do not count for a growth behind which the file was closed', async () => {
    const name = await live('sessions', [0, 0, 0, 0]);
    const raw = await openForReading(name, adapter);
    const headers = new WrittenHeaders(new ManualClock());
    expect(await upTo(headers, raw, 1)).toBe(0);
    expect(await upTo(headers, raw, 2)).toBe(1);
    await raw.file.close();
    // Another session: its superblock has another end of the file.
    const other = await live(
      'longer',
      Array.from({ length: 20 }, () => 0),
    );
    await toRawFile(file('longer written'), [message], { adapter });
    await using writer = await RawFileWriter.open(file('longer written'), { adapter });
    copyFileSync(file('longer written'), other);
    writeFileSync(name, readFileSync(other));
    changedAt(name, 60);
    const again = await openForReading(name, adapter);
    expect(await upTo(headers, again, 3)).toBe(2);
    expect(await upTo(headers, again, 4)).toBe(3);
    expect(await upTo(headers, again, 5)).toBe(5);
    await again.file.close();
    await writer.close();
  });

  it('count when the file did not change for a while', async () => {
    const raw = await openForReading(await live('quiet', [0, 0]), adapter);
    const clock = new ManualClock();
    const headers = new WrittenHeaders(clock);
    expect(await upTo(headers, raw, 2)).toBe(0);
    clock.advance(150);
    expect(await upTo(headers, raw, 2)).toBe(0);
    changedAt(raw.file.path, 120);
    clock.advance(150);
    expect(await upTo(headers, raw, 2)).toBe(0);
    clock.advance(200);
    expect(await upTo(headers, raw, 2)).toBe(2);
    await raw.file.close();
  });

  it('are waited for by fromRawFile', async () => {
    const name = await live('read', [0, 0]);
    await expect(fromRawFile(name, { adapter, retryBudgetMs: 0 })).rejects.toMatchObject({
      code: 'TRANSIENT_READ',
      index: 0,
    });
    expect((await fromRawFile(name, { adapter })).messages.length).toBe(2);
  });
});
