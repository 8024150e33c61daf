import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.js';
import { LineOutput, OutputClosed, type OutputStream } from '../../src/terminal/line-output.js';
import { FakeClock } from '../fake-clock.js';
import { RecordingStream } from '../fake-environment.js';

const never = new AbortController().signal;

function outputTo(stream: object, { clock = systemClock, stop = never } = {}): LineOutput {
  return new LineOutput(stream as OutputStream, clock, stop);
}

/** Enough for all that does not wait for the reader. */
async function someTurnsOfTheLoop(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => void setImmediate(resolve));
}

describe('LineOutput', () => {
  it('writes lines in order, several at a time', async () => {
    const stream = new RecordingStream();
    const output = outputTo(stream);
    for (let i = 0; i < 1000; i++) await output.write(`line ${i}`);
    await output.finish();
    expect(stream.lines).toEqual(Array.from({ length: 1000 }, (_, i) => `line ${i}`));
  });

  it('hands a line on by itself soon, without waiting for the next one', async () => {
    const stream = new RecordingStream();
    // Time stands still, so that neither the time nor the amount of text makes it.
    const output = outputTo(stream, { clock: new FakeClock() });
    await output.write('first');
    const arrived = new Promise<void>((resolve) => (stream.onText = () => resolve()));
    await output.write('second');
    await arrived;
    expect(stream.lines).toEqual(['first', 'second']);
  });

  it('writes pieces behind the lines before them, text and bytes, as slowly as they are read', async () => {
    const pipe = new PassThrough({ highWaterMark: 16 });
    const output = outputTo(pipe, { clock: new FakeClock() });
    let isWritten = false;
    const writing = (async () => {
      await output.write('first');
      await output.write('second');
      await output.writePiece('piece ');
      await output.writePiece(Buffer.from('bytes\n'));
      await output.writePiece('');
      await output.write('last');
      await output.finish();
      isWritten = true;
    })();
    await someTurnsOfTheLoop();
    expect(isWritten).toBe(false);
    const chunks: Buffer[] = [];
    pipe.on('data', (chunk: Buffer) => chunks.push(chunk));
    await writing;
    expect(Buffer.concat(chunks).toString()).toBe('first\nsecond\npiece bytes\nlast\n');
  });

  it('waits for a slow reader', async () => {
    const pipe = new PassThrough({ highWaterMark: 16 });
    const output = outputTo(pipe);
    let written = 0;
    const writing = (async () => {
      for (; written < 3; written++) await output.write('x'.repeat(40));
    })();
    await someTurnsOfTheLoop();
    expect(written).toBe(0);
    pipe.resume();
    await writing;
    expect(written).toBe(3);
  });

  it('keeps nothing back of a line that must not become old', async () => {
    const pipe = new PassThrough({ highWaterMark: 1000 });
    const output = outputTo(pipe, { clock: new FakeClock() });
    const inPipe = (): number => pipe.readableLength;
    await output.write('early');
    await output.write('buffered');
    let isThrough = false;
    const writing = output.writeThrough('x'.repeat(1500)).then(() => (isThrough = true));
    await someTurnsOfTheLoop();
    expect(inPipe()).toBe('early\nbuffered\n'.length + 1501);
    expect(isThrough).toBe(false);
    pipe.resume();
    await writing;
    expect(inPipe()).toBe(0);
  });

  it('waits for no reader once it is told to stop', async () => {
    const pipe = new PassThrough({ highWaterMark: 16 });
    const stop = new AbortController();
    const output = outputTo(pipe, { stop: stop.signal });
    const writing = output.write('x'.repeat(40));
    await someTurnsOfTheLoop();
    stop.abort();
    await writing;
    expect(output.isBehind).toBe(true);
    await output.write('y'.repeat(40));
    await output.finish();
    expect([pipe.listenerCount('drain'), output.ended.aborted]).toEqual([0, false]);
  });

  it('still hands on what can be taken at once when it is told to stop', async () => {
    const stream = new RecordingStream();
    const output = outputTo(stream, { stop: AbortSignal.abort() });
    await output.write('last');
    await output.finish();
    expect([stream.lines, output.isBehind]).toEqual([['last'], false]);
  });

  it('lets the event loop turn while lines come without a pause', async () => {
    const output = outputTo(new RecordingStream());
    const turned = new AbortController();
    setImmediate(() => turned.abort());
    for (let i = 0; i < 100_000 && !turned.signal.aborted; i++) await output.write('line');
    expect(turned.signal.aborted).toBe(true);
  });

  it('ends with OutputClosed when the reader is gone', async () => {
    const stream = new RecordingStream();
    const output = outputTo(stream);
    await output.write('first');
    stream.failure = 'EPIPE';
    await output.write('second').catch(() => undefined);
    await expect(output.finish()).rejects.toThrow(OutputClosed);
    expect(output.ended.reason).toBeInstanceOf(OutputClosed);
    await expect(output.write('third')).rejects.toThrow(OutputClosed);
  });

  it('stops waiting for a reader that goes away meanwhile', async () => {
    const pipe = new PassThrough({ highWaterMark: 16 });
    const output = outputTo(pipe);
    const writing = output.write('x'.repeat(40));
    pipe.destroy(Object.assign(new Error('gone'), { code: 'EPIPE' }));
    await expect(writing).rejects.toThrow(OutputClosed);
  });

  it('reports any other failure as one', async () => {
    const stream = new RecordingStream();
    const output = outputTo(stream);
    stream.failure = 'ENOSPC';
    await output.write('lost').catch(() => undefined);
    await expect(output.finish()).rejects.toThrow('cannot write the output: write ENOSPC');
  });
});
