import { spawnSync } from 'node:child_process';
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pythonForInterop } from '@h5tail/adapter-conformance/live-writer';
import { describe, expect, it } from 'vitest';
import { testBackends } from '../../../../tooling/typescript/test-backends.js';
import { binaryOf, catLines, hexOf, inputLines, testMessages } from '../commands/raw/raw-files.js';
import { bin, programOn } from './program.js';
import { RawH5pyWriter } from './raw-h5py-writer.js';
import { temporaryFolder } from './temporary-folder.js';

const python = pythonForInterop();
const messages = testMessages(50);

describe.each(testBackends)('raw files on $name', ({ name }) => {
  const folder = temporaryFolder();
  const { start, run } = programOn(name);

  describe('raw write in one process and raw follow in another', () => {
    it('hand over each message, until the writer ends', async () => {
      const path = join(folder, 'live.h5');
      await using follow = start(['raw', 'follow', path, '--timeout', '60', '--end-when-closed']);
      await using write = start(['raw', 'write', path, '--ack', '--flush-ms', '1']);
      for (const [i, message] of messages.entries()) {
        write.child.stdin.write(inputLines([message]));
        expect(await write.line(i + 1)).toBe(`{"durable": ${i + 1}}`);
        expect(await follow.line(i + 1)).toBe(catLines([message], i)[0]);
      }
      write.child.stdin.end();
      const stderr = `h5tail: 50 messages written, ${path} has 50 and is closed\n`;
      expect(await write.ended).toEqual({ exitCode: 0, signal: null, stderr });
      const closed = 'h5tail: 50 messages, closed: the writer has closed the file\n';
      expect(await follow.ended).toEqual({ exitCode: 0, signal: null, stderr: closed });
    });

    it('lose nothing that was acknowledged when the writer is killed, and tell that it is gone', async () => {
      const path = join(folder, 'killed.h5');
      await using follow = start(['raw', 'follow', path, '--timeout', '2']);
      await using write = start(['raw', 'write', path, '--ack', '--flush-ms', '1', '--input', 'binary']);
      write.child.stdin.on('error', () => undefined);
      for (const [i, message] of messages.entries()) {
        write.child.stdin.write(binaryOf([message]));
        if (i % 10 === 0) await write.line(1);
      }
      await expect.poll(() => write.lines.at(-1)).toBe('{"durable": 50}');
      write.child.kill('SIGKILL');
      expect((await write.ended).signal).toBe('SIGKILL');
      const { exitCode, stderr } = await follow.ended;
      expect(exitCode).toBe(3);
      expect(stderr).toMatch(
        /^h5tail: 50 messages, idle time-out: nothing new within 2 s; its writer is gone and has not closed the file: /,
      );
      expect(follow.lines).toEqual(catLines(messages));
      expect((await run(['raw', 'len', path])).lines).toEqual(['50']);
      expect((await run(['raw', 'cat', path])).lines).toEqual(catLines(messages));
    });
  });

  describe('raw write', () => {
    it.each([
      ['SIGINT', 130, 'interrupted'],
      ['SIGTERM', 143, 'terminated'],
    ] as const)('at %s writes what it read and closes the file', async (signal, exitCode, words) => {
      const path = join(folder, `${signal}.h5`);
      await using write = start(['raw', 'write', path, '--ack', '--batch', '20', '--flush-ms', '1']);
      write.child.stdin.write(inputLines(messages));
      await expect.poll(() => write.lines.at(-1)).toBe('{"durable": 50}');
      write.child.kill(signal);
      const stderr = `h5tail: ${words}; 50 messages written, ${path} has 50 and is closed\n`;
      expect(await write.ended).toEqual({ exitCode, signal: null, stderr });
      expect((await run(['raw', 'info', path, '--json'])).lines[0]).toContain('"writer": "closed"');
    });

    it('ends by itself at a bad line, also while stdin stays open', async () => {
      const path = join(folder, 'bad.h5');
      await using write = start(['raw', 'write', path]);
      write.child.stdin.on('error', () => undefined);
      write.child.stdin.write(`${inputLines(messages)}{"io_group": 256, "message": ""}\n`);
      const { exitCode, stderr } = await write.ended;
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/^h5tail: 50 messages written: stdin: line 51: io_group 256 is no whole number /);
      expect((await run(['raw', 'len', path])).lines).toEqual(['50']);
    });

    it.skipIf(python === undefined)('writes what h5py reads', async () => {
      for (const [format, input] of [
        ['ndjson', inputLines(messages)],
        ['binary', binaryOf(messages)],
      ] as const) {
        const path = join(folder, `${format}.h5`);
        await using write = start(['raw', 'write', path, '--input', format, '--io-version', '0.0']);
        write.child.stdin.end(input);
        expect((await write.ended).exitCode).toBe(0);
        const script = [
          'import sys, json, h5py',
          "f = h5py.File(sys.argv[1], 'r', libver='latest', swmr=True)",
          "m = f['meta'].attrs",
          "print(json.dumps([m['version'], m['io_version'], bool(m['created'] == m['modified']), len(f['msgs'])]))",
          "for g, v in zip(f['msg_headers']['io_groups'], f['msgs']): print(g, v.tobytes().hex())",
        ].join('\n');
        const { stdout, stderr } = spawnSync(python as string, ['-c', script, path], { encoding: 'utf8' });
        expect(stderr).toBe('');
        const [meta, ...lines] = stdout.trimEnd().split('\n');
        expect(meta).toBe('["0.0", "0.0", true, 50]');
        expect(lines.map((line) => line.trimEnd())).toEqual(
          messages.map(({ ioGroup, bytes }) => `${ioGroup} ${hexOf(bytes)}`.trimEnd()),
        );
      }
    });

    it('takes what raw cat prints, through pipes', () => {
      const input = join(folder, 'messages.bin');
      const many = binaryOf(testMessages(20_000));
      writeFileSync(input, many);
      const self = `'${process.execPath}' '${bin}'`;
      const script = [
        `set -e -o pipefail; h5tail() { ${self} "$@" --backend ${name}; }; cd '${folder}'`,
        'h5tail raw write first.h5 --input binary < messages.bin',
        'h5tail raw cat first.h5 | h5tail raw write second.h5',
        'h5tail raw cat second.h5 --format binary > back.bin',
        'h5tail raw cat first.h5 | head -1',
        'h5tail raw follow first.h5 --timeout inf | head -1',
      ].join('\n');
      const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
      expect([status, stdout]).toEqual([0, `${catLines(testMessages(1))[0]}\n`.repeat(2)]);
      expect(stderr).toContain('20000 messages written, second.h5 has 20000 and is closed');
      expect(stderr).toContain('the reader of the output is gone');
      expect(readFileSync(join(folder, 'back.bin')).equals(many)).toBe(true);
    });

    it.runIf(process.platform === 'linux')('as what else writes files, tells of a limit on their size', async () => {
      const whole = join(folder, 'whole.h5');
      await using write = start(['raw', 'write', whole, '--input', 'binary']);
      write.child.stdin.end(binaryOf(testMessages(3000)));
      expect((await write.ended).exitCode).toBe(0);
      const through = ['prlimit', '--fsize=65536:65536'];
      const names: Readonly<Record<string, readonly string[]>> = {
        write: [join(folder, 'limited.h5'), '--input', 'binary'],
        merge: [join(folder, 'limited-merged.h5'), whole],
        split: [whole, '--max-messages', '2000'],
      };
      for (const [command, args] of Object.entries(names)) {
        await using limited = start(['raw', command, ...args], { through });
        limited.child.stdin.on('error', () => undefined);
        limited.child.stdin.end(command === 'write' ? binaryOf(testMessages(3000)) : '');
        const { exitCode, stderr } = await limited.ended;
        expect([command, exitCode]).toEqual([command, 1]);
        expect(stderr).toMatch(/^h5tail: .*File too large\. Write to several files, or raise the limit\n$/);
      }
    });

    it('leaves stdin where it is while it writes', async () => {
      const path = join(folder, 'slow.h5');
      const input = join(folder, 'slow.bin');
      writeFileSync(input, binaryOf(testMessages(20_000)));
      await using write = start(['raw', 'write', path, '--input', 'binary', '--sync', '--ack', '--batch', '64']);
      const source = createReadStream(input, { highWaterMark: 1024 });
      let sent = 0;
      let acknowledged = 0;
      for await (const piece of source) {
        sent += (piece as Buffer).length;
        if (!write.child.stdin.write(piece)) await new Promise((resolve) => write.child.stdin.once('drain', resolve));
        acknowledged = Math.max(acknowledged, write.lines.length);
      }
      // Much came out before all had gone in.
      expect(acknowledged).toBeGreaterThan(10);
      expect(sent).toBeGreaterThan(1_000_000);
      write.child.stdin.end();
      expect((await write.ended).exitCode).toBe(0);
      expect(write.lines.at(-1)).toBe('{"durable": 20000}');
    });
  });

  describe.skipIf(python === undefined)('raw follow, with h5py writing in another process', () => {
    it('prints what comes while the file is opened and closed for each write', async () => {
      const path = join(folder, 'h5py.h5');
      await using writer = await RawH5pyWriter.start(python as string, path);
      await using follow = start(['raw', 'follow', path, '--timeout', '3']);
      for (let i = 0; i < messages.length; i += 5) {
        await writer.append(messages.slice(i, i + 5));
        expect(await follow.line(i + 5)).toBe(catLines(messages.slice(i + 4, i + 5), i + 4)[0]);
      }
      const stderr = 'h5tail: 50 messages, closed: nothing new within 3 s, and the writer has closed the file\n';
      expect(await follow.ended).toEqual({ exitCode: 0, signal: null, stderr });
      expect(follow.lines).toEqual(catLines(messages));
    });
  });
});
