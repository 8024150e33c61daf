import { describe, expect, it } from 'vitest';
import { parseInterleaved, parsePartition, parseRegion, parseSkipHoles } from '../src/selection-parsers.js';

const all = { start: 0, stop: undefined, step: 1 };

describe('parseRegion', () => {
  it.each([
    [
      '10:20,30:40',
      undefined,
      [
        { start: 10, stop: 20, step: 1 },
        { start: 30, stop: 40, step: 1 },
      ],
    ],
    [':', undefined, [all]],
    ['5', undefined, [5]],
    ['0:100:2', undefined, [{ start: 0, stop: 100, step: 2 }]],
    [' 1 : 2 , : ', undefined, [{ start: 1, stop: 2, step: 1 }, all]],
    [
      '3:,:4,::2',
      undefined,
      [
        { ...all, start: 3 },
        { ...all, stop: 4 },
        { ...all, step: 2 },
      ],
    ],
    ['/entry/data=0:1', '/entry/data', [{ start: 0, stop: 1, step: 1 }]],
    ['/odd=name=7', '/odd=name', [7]],
  ])('takes %s', (text, name, axes) => {
    expect(parseRegion(text)).toEqual({ name, axes });
  });

  it.each([
    ['x', '"x" is not START:STOP'],
    ['1,,2', '"" is not START:STOP'],
    ['', '"" is not START:STOP'],
    ['-1', '"-1" is not START:STOP'],
    ['1:2:3:4', '"1:2:3:4" is not START:STOP'],
    ['1 2', '"1 2" is not START:STOP'],
    ['1.5', '"1.5" is not START:STOP'],
    ['9007199254740993', 'is not START:STOP'],
    ['20:10', '"20:10" takes nothing'],
    ['5:5', '"5:5" takes nothing'],
    [':0', '":0" takes nothing'],
    ['1:9:0', 'the step in "1:9:0" is not 1 or more'],
    ['=1:2', 'give the path of a dataset before the ='],
  ])('refuses %j', (text, words) => {
    expect(() => parseRegion(text)).toThrow(words);
  });
});

describe('parsePartition', () => {
  it.each([
    ['0/1', { index: 0, count: 1 }],
    ['2/3', { index: 2, count: 3 }],
  ])('takes %s', (text, share) => {
    expect(parsePartition(text)).toEqual(share);
  });

  it.each(['3/3', '1/0', '1', '/3', '1/', '-1/3', 'a/b', '1/2/3', '1.0/2', '0/99999999999999999999'])(
    'refuses %j with an example',
    (text) => {
      expect(() => parsePartition(text)).toThrow('i from 0 to n-1, for example 0/3');
    },
  );
});

describe('parseInterleaved', () => {
  it('takes a name and paths', () => {
    expect(parseInterleaved('frames=/a,/b=c,/d')).toEqual({ name: 'frames', paths: ['/a', '/b=c', '/d'] });
  });

  it.each(['/a,/b', 'frames=/a', 'frames=', 'frames=/a,', '=/a,/b', ''])('refuses %j', (text) => {
    expect(() => parseInterleaved(text)).toThrow('give a name and two datasets or more');
  });
});

describe('parseSkipHoles', () => {
  it.each([
    ['0', 0],
    ['2.5', 2500],
    ['end', Infinity],
  ])('takes %s as %i ms', (text, ms) => {
    expect(parseSkipHoles(text)).toBe(ms);
  });

  it.each(['inf', '', 'End', '-1', '1s'])('refuses %j', (text) => {
    expect(() => parseSkipHoles(text)).toThrow(/give a number of seconds/);
  });
});
