import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.js';
import type { OutputStream } from '../../src/terminal/line-output.js';
import { startStatusLine } from '../../src/terminal/status-line.js';
import { RecordingStream } from '../fake-environment.js';

/** What a stream gets of a status line. */
async function shownOn(stream: RecordingStream & { columns?: number }): Promise<string> {
  const cursor = { cursorTo: () => true, clearLine: () => true, moveCursor: () => true };
  const status = await startStatusLine(Object.assign(stream, cursor) as OutputStream, 'opening scan.h5', systemClock);
  status.update(() => '3 frames');
  status.stop();
  return stream.text;
}

describe('startStatusLine', () => {
  it('shows its text on a terminal', async () => {
    expect(await shownOn(Object.assign(new RecordingStream(true), { columns: 80 }))).toContain('opening scan.h5');
  });

  it.each([
    ['what is no terminal', new RecordingStream(false)],
    // As pseudo-terminals have it that nobody told their size; it once kept the process busy for ever.
    ['a terminal without a width', Object.assign(new RecordingStream(true), { columns: 0 })],
  ])('shows nothing on %s', async (_, stream) => {
    expect(await shownOn(stream)).toBe('');
  });
});
