import { expect, it } from 'vitest';
import type { OutputStream } from '../../src/terminal/line-output.js';
import { LiveBlock } from '../../src/terminal/live-block.js';
import { RecordingStream } from '../fake-environment.js';

it('draws over what it drew before, and shows the cursor again', () => {
  const stream = new RecordingStream(true);
  const block = new LiveBlock(stream as OutputStream);
  block.draw(['a', 'b']);
  expect(stream.text).toBe('\u001B[?25l\ra\u001B[K\nb\u001B[K\n\u001B[J');
  stream.text = '';
  block.draw(['c']);
  expect(stream.text).toBe('\u001B[2A\rc\u001B[K\n\u001B[J');
  stream.text = '';
  block.end();
  block.end();
  expect(stream.text).toBe('\u001B[?25h');
});
