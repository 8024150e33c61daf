import { expect, it } from 'vitest';
import type { ChannelStatus } from '../../../../src/commands/mth5/monitor/channel-watch.js';
import { rootMeanSquare } from '../../../../src/commands/mth5/monitor/level.js';
import { tableLines } from '../../../../src/commands/mth5/monitor/monitor-view.js';

const channels: readonly ChannelStatus[] = [
  {
    channel: 'demo/mt01/a/ex',
    samples: 123_456,
    rate: 99.96,
    end: '2026-03-01T12:00:00.120000+00:00',
    level: 4962.291_560_3,
    state: 'live',
  },
  { channel: 'demo/mt01/a/hx', samples: 100, rate: 0, end: '2026-03-01T12:00:00+00:00', level: 0.5, state: 'finished' },
  { channel: 'demo/mt01/b/ex\u001B', samples: 0, rate: null, end: null, level: null, state: 'stalled' },
];

it('is a table whose cells stand below one another', () => {
  expect(tableLines(channels)).toEqual([
    { text: 'channel               samples  rate /s  last time UTC             level  state' },
    { text: 'demo/mt01/a/ex         123456    100.0  2026-03-01 12:00:00.120  4962.3  live', state: 'live' },
    { text: 'demo/mt01/a/hx            100      0.0  2026-03-01 12:00:00.000     0.5  finished', state: 'finished' },
    { text: 'demo/mt01/b/ex\\u001b        0        -  -                             -  stalled', state: 'stalled' },
  ]);
});

it('leaves out the day where the terminal is too narrow', () => {
  const lines = tableLines(channels, 75);
  expect(lines[1]?.text).toBe('demo/mt01/a/ex         123456    100.0  12:00:00.120   4962.3  live');
});

it('has the root mean square for a level', () => {
  expect(rootMeanSquare([3, -4])).toBe(Math.sqrt(12.5));
  expect(rootMeanSquare(BigInt64Array.of(-2n, 2n))).toBe(2);
  expect(rootMeanSquare([])).toBe(null);
});
