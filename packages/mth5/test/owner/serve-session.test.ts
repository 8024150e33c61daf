import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isHdf5Error, type Hdf5Adapter } from '@h5tail/adapter';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { openMth5, requestChange, serveSession, type ChangeAnswer, type Mth5File } from '../../src/index.js';
import { socketPlace } from '../../src/owner/socket-place.js';
import { SocketProcess } from './client-process.js';

const site = { survey: 's', station: 'mt01', run: 'a' } as const;
const folder = mkdtempSync(join(tmpdir(), 'h5tail-owner-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(testBackends)('the owner of a session on $name', ({ name, createAdapter }) => {
  const path = join(folder, `${name}.h5`);
  let adapter: Hdf5Adapter;

  beforeAll(async () => {
    adapter = await createAdapter();
  });
  beforeEach(() => rmSync(path, { force: true }));

  async function session(): Promise<Mth5File> {
    const file = await openMth5(path, { adapter, mode: 'w', flush: { seconds: Infinity } });
    const station = await (await file.addSurvey(site.survey)).addStation(site.station);
    const run = await station.addRun(site.run);
    for (const channel of ['ex', 'hy']) await run.addChannel(channel, { sampleRate: 10 });
    await file.startSwmr();
    return file;
  }

  it('adds what other programs ask for, while samples are appended', async () => {
    await using file = await session();
    const told: string[] = [];
    await using _owner = await serveSession(file, { onChange: ({ kind }) => told.push(kind) });
    await using reader = await openMth5(path, { adapter, mode: 'r', swmr: true });
    const run = await file.run(site);
    await run.append({ ex: [1, 2], hy: [3, 4] }, { start: '2026-01-01T00:00:00' });

    const station = await requestChange(path, {
      kind: 'add-station',
      survey: 's',
      station: 'mt02',
      metadata: { 'location.latitude': 12.5 },
    });
    expect(station).toEqual({
      kind: 'added',
      path: '/Experiment/Surveys/s/Stations/mt02',
      existed: false,
      channels: [],
    });
    const added = await requestChange(path, {
      kind: 'add-run',
      survey: 's',
      station: 'mt02',
      run: 'b',
      channels: [
        { channel: 'ex', sampleRate: 4 },
        { channel: 'temperature', sampleRate: 4, dtype: 'f8', units: 'celsius', type: 'auxiliary' },
      ],
    });
    const at = '/Experiment/Surveys/s/Stations/mt02/b';
    expect(added).toEqual({
      kind: 'added',
      path: at,
      existed: false,
      channels: [
        { path: `${at}/ex`, existed: false },
        { path: `${at}/temperature`, existed: false },
      ],
    });
    await run.append({ ex: [5], hy: [6] });
    const again = {
      kind: 'add-channel',
      survey: 's',
      station: 'mt02',
      run: 'b',
      channel: 'ex',
      sampleRate: 9,
    } as const;
    expect(await requestChange(path, again)).toEqual({
      kind: 'added',
      path: `${at}/ex`,
      existed: true,
      channels: [],
    });
    expect(await requestChange(path, { kind: 'flush' })).toEqual({ kind: 'flushed' });
    const description = await requestChange(path, { kind: 'describe' });
    expect(description).toMatchObject({ kind: 'described', pid: process.pid, version: '0.2.0', isSwmr: true });
    const { channels } = description as Extract<ChangeAnswer, { kind: 'described' }>;
    expect(channels.map(({ path: channel, samples, sampleRate }) => [channel.slice(-10), samples, sampleRate])).toEqual(
      [
        ['/mt01/a/ex', 3, 10],
        ['/mt01/a/hy', 3, 10],
        ['/mt02/b/ex', 0, 4],
        ['emperature', 0, 4],
      ],
    );
    expect(told).toEqual(['add-station', 'add-run', 'add-channel', 'flush', 'describe']);
    expect(await (await reader.survey('s')).stations()).toEqual(['mt01', 'mt02']);
    const block = await (await reader.run(site)).read();
    expect(block.channels).toEqual({ ex: Int32Array.of(1, 2, 5), hy: Int32Array.of(3, 4, 6) });
    expect((await (await (await reader.survey('s')).station('mt02')).metadata())['location.latitude']).toBe(12.5);
  });

  it('tells nobody from somebody, and is found through another name of the file', async () => {
    expect(await requestChange(join(folder, '.'), { kind: 'flush' })).toBeUndefined();
    const file = await session();
    expect(await requestChange(path, { kind: 'flush' })).toBeUndefined();
    const owner = await serveSession(file);
    const link = join(folder, `link-${name}.h5`);
    symlinkSync(path, link);
    expect(await requestChange(link, { kind: 'flush' })).toEqual({ kind: 'flushed' });
    const place = socketPlace(path);
    expect(existsSync(place)).toBe(true);
    await file.close();
    expect([owner.isClosed, existsSync(place)]).toEqual([true, false]);
    expect(await requestChange(path, { kind: 'flush' })).toBeUndefined();
  });

  it('tells the faults of a change with code, object and remedy', async () => {
    await using file = await session();
    await using _owner = await serveSession(file);
    const fault = async (change: Parameters<typeof requestChange>[1]): Promise<unknown> =>
      requestChange(path, change).catch((error: unknown) => error);
    const missing = await fault({ kind: 'add-run', survey: 's', station: 'nowhere', run: 'a' });
    const here = await file
      .survey('s')
      .then((survey) => survey.station('nowhere'))
      .catch((error: unknown) => error);
    expect(isHdf5Error(missing) && isHdf5Error(here)).toBe(true);
    const { code, message, file: of, object, remedy } = missing as Record<string, unknown>;
    expect({ code, message, file: of, object, remedy }).toEqual({
      code: 'OBJECT_NOT_FOUND',
      message: (here as Error).message,
      file: path,
      object: '/Experiment/Surveys/s',
      remedy: 'There are mt01',
    });
    expect(await fault({ kind: 'add-station', survey: 's', station: 'a/b' })).toMatchObject({ code: 'INVALID_DATA' });
    const bad = { kind: 'add-channel', ...site, channel: 'hz', sampleRate: 1, start: 'soon' } as const;
    expect(await fault(bad)).toMatchObject({ code: 'INVALID_DATA', file: path });
    const chunk = { kind: 'add-channel', ...site, channel: 'hz', sampleRate: 1, chunk: 0.5 } as const;
    expect(await fault(chunk)).toMatchObject({ code: 'INVALID_DATA' });
    // The session goes on.
    await (await file.run(site)).append({ ex: [1], hy: [2] });
    await file.flush();
    expect(await (await file.channel('s/mt01/a/ex')).length()).toBe(1);
  });

  it('answers lines that make no sense with a fault, and goes on', async () => {
    await using file = await session();
    await using _owner = await serveSession(file);
    const place = socketPlace(path);
    const version = { code: 'WRONG_VERSION', file: path };
    const invalid = { code: 'INVALID_DATA', file: path };
    const lines: readonly (readonly [string, object])[] = [
      ['not json\n', invalid],
      ['null\n', invalid],
      ['[]\n', version],
      ['{"v":2,"change":{"kind":"flush"}}\n', version],
      ['{"v":1}\n', invalid],
      ['{"v":1,"change":{"kind":"remove"}}\n', invalid],
      ['{"v":1,"change":{"kind":"toString"}}\n', invalid],
      ['{"v":1,"change":{"kind":"add-survey"}}\n', invalid],
      ['{"v":1,"change":{"kind":"add-survey","survey":7}}\n', invalid],
      ['{"v":1,"change":{"kind":"flush","now":true}}\n', invalid],
      ['{"v":1,"change":{"kind":"add-run","station":"a","run":"b","channels":[{"channel":"ex"}]}}\n', invalid],
      ['\u0000\u00ff\n', invalid],
    ];
    for (const [text, error] of lines) {
      expect([text, JSON.parse(await exchange(place, text))]).toEqual([
        text,
        { v: 1, error: expect.objectContaining(error) },
      ]);
    }
    const long = await exchange(place, `{"v":1,"change":{"kind":"add-survey","survey":"${'x'.repeat(1 << 20)}`);
    expect(JSON.parse(long)).toMatchObject({ error: { message: expect.stringContaining('more than 1048576 bytes') } });
    expect(await requestChange(path, { kind: 'flush' })).toEqual({ kind: 'flushed' });
    expect(await (await file.survey('s')).stations()).toEqual(['mt01']);
  });

  it('answers many programs in turn', async () => {
    await using file = await session();
    await using _owner = await serveSession(file);
    const asked = Array.from({ length: 12 }, (_, index) =>
      requestChange(path, { kind: 'add-run', survey: 's', station: 'mt01', run: `r${index % 6}` }),
    );
    const answers = (await Promise.all(asked)) as Extract<ChangeAnswer, { kind: 'added' }>[];
    expect(answers.filter(({ existed }) => existed).length).toBe(6);
    const runs = await (await (await file.survey('s')).station('mt01')).runs();
    expect(runs.toSorted()).toEqual(['a', 'r0', 'r1', 'r2', 'r3', 'r4', 'r5']);
  });

  it('goes on when a program is killed in the middle of its request', async () => {
    await using file = await session();
    await using _owner = await serveSession(file);
    const place = socketPlace(path);
    await using client = SocketProcess.client(place, '{"v":1,"change":{"kind":"add-st');
    await client.said('connected');
    await client.kill();
    await using whole = SocketProcess.client(
      place,
      '{"v":1,"change":{"kind":"add-station","survey":"s","station":"b"}}\n',
    );
    expect(await whole.answer()).toMatchObject({ v: 1, answer: { kind: 'added', existed: false } });
    // This one is killed while its change may be under way: there is all of it or nothing.
    const killed = SocketProcess.client(place, '{"v":1,"change":{"kind":"add-station","survey":"s","station":"c"}}\n');
    await killed.said('connected');
    await killed.kill();
    await (await file.run(site)).append({ ex: [1], hy: [2] });
    expect(await requestChange(path, { kind: 'flush' })).toEqual({ kind: 'flushed' });
    const stations = await (await file.survey('s')).stations();
    expect(stations.filter((id) => id !== 'c')).toEqual(['b', 'mt01']);
    for (const station of stations) await (await (await file.survey('s')).station(station)).metadata();
  });

  it.skipIf(process.platform === 'win32')('takes the place of an owner that was killed', async () => {
    await using file = await session();
    const place = socketPlace(path);
    await (await serveSession(file)).close();
    const killed = SocketProcess.listener(place);
    await killed.said('listening');
    // One that is alive keeps its place, and who does not answer is not waited for without end.
    await expect(serveSession(file)).rejects.toMatchObject({ code: 'FILE_LOCKED', file: path });
    await expect(requestChange(path, { kind: 'flush' }, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'BUSY',
      file: path,
      remedy: expect.stringContaining('Try again'),
    });
    const waiting = requestChange(path, { kind: 'flush' }).catch((error: unknown) => error);
    await killed.kill();
    expect(await waiting).toMatchObject({ code: 'CLOSED', file: path, remedy: expect.stringContaining('Try again') });
    expect(existsSync(place)).toBe(true);
    expect(await requestChange(path, { kind: 'flush' })).toBeUndefined();
    await using _owner = await serveSession(file);
    expect(await requestChange(path, { kind: 'flush' })).toEqual({ kind: 'flushed' });
  });

  it('lets only this user in, and stays within what a path of a socket may have', async () => {
    await using file = await session();
    await using _owner = await serveSession(file);
    const place = socketPlace(path);
    expect(statSync(dirname(place)).mode & 0o777).toBe(0o700);
    expect(Buffer.byteLength(place)).toBeLessThan(104);
    const { TMPDIR } = process.env;
    try {
      process.env['TMPDIR'] = `/tmp/${'long/'.repeat(20)}`;
      expect(Buffer.byteLength(socketPlace(path))).toBeLessThan(104);
      process.env['TMPDIR'] = folder;
      const open = dirname(socketPlace(path));
      mkdirSync(open);
      chmodSync(open, 0o755);
      await expect(requestChange(path, { kind: 'flush' })).rejects.toMatchObject({
        code: 'PERMISSION_DENIED',
        file: open,
      });
      await expect(serveSession(file)).rejects.toMatchObject({ code: 'PERMISSION_DENIED', file: open });
      rmSync(open, { recursive: true });
    } finally {
      if (TMPDIR === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = TMPDIR;
    }
  });

  it('keeps others from opening the file, also while it is closed for a change of the structure', async () => {
    await using file = await session();
    const locked = { code: 'FILE_LOCKED', file: path, remedy: expect.stringContaining('h5tail mth5 add') };
    await using _owner = await serveSession(file);
    const station = await (await file.survey('s')).station('mt01');
    const changing = { isOver: false };
    const changes = (async () => {
      for (let index = 0; index < 10; index++) await station.addRun(`r${index}`);
      changing.isOver = true;
    })();
    let attempts = 0;
    do {
      await expect(openMth5(path, { adapter, mode: 'r+' })).rejects.toMatchObject(locked);
      attempts++;
    } while (!changing.isOver);
    await changes;
    expect(attempts).toBeGreaterThan(0);
    await (await file.run(site)).append({ ex: [1], hy: [2] });
    await file.flush();
  });

  it('is only for a session', async () => {
    const file = await session();
    await file.close();
    await expect(serveSession(file)).rejects.toMatchObject({ code: 'CLOSED', file: path });
    await using reader = await openMth5(path, { adapter, mode: 'r' });
    await expect(serveSession(reader)).rejects.toMatchObject({ code: 'READ_ONLY', file: path });
  });
});

/** Writes a text and gives what comes back until the other side ends. */
function exchange(place: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(place, () => socket.write(text));
    socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
    socket.on('end', () => resolve(answer)).on('error', reject);
  });
}
