import { assert, property, record, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelKey, channelPath, parseChannelPath, parseRunPath } from '../../src/model/channel-path.js';
import { refused } from './refused.js';

const ids = { survey: 's', station: 'MT001', run: 'a', channel: 'ex' };

describe('parseChannelPath', () => {
  it.each([
    ['s/MT001/a/ex', ids],
    ['/s/MT001/a/ex', ids],
    ['Experiment/Surveys/s/Stations/MT001/a/ex', ids],
    ['/Experiment/Surveys/s/Stations/MT001/a/ex', ids],
    ['/Survey/Stations/MT001/a/ex', { ...ids, survey: 'default_survey' }],
    ['Survey/Stations/MT001/a/ex', { ...ids, survey: 'default_survey' }],
    // Four parts are always ids, whatever they are called.
    ['Survey/Stations/MT001/a', { survey: 'Survey', station: 'Stations', run: 'MT001', channel: 'a' }],
  ])('finds the ids in %s', (path, expected) => {
    expect(parseChannelPath(path)).toEqual(expected);
  });

  it.each([
    '',
    '/',
    'ex',
    'MT001/a/ex',
    's/MT001/a/ex/',
    '//s/MT001/a/ex',
    's//a/ex',
    's/../a/ex',
    './MT001/a/ex',
    'a/b/c/d/e',
    '/survey/Stations/MT001/a/ex',
    '/Experiment/Surveys/s/MT001/a/ex',
    '/Experiment/Surveys/s/stations/MT001/a/ex',
    '/Experiment/Surveys/s/Stations/MT001/a/ex/more',
  ])('refuses %j', (path) => {
    const error = refused(() => parseChannelPath(path, { file: 'a.h5' }));
    expect(error.message).toContain(`${JSON.stringify(path)} is not the path of a channel`);
    expect(error.remedy).toContain('survey/station/run/channel');
    expect(error.file).toBe('a.h5');
  });

  it('takes back what is written', () => {
    const name = stringMatching(/^\w{1,20}$/u);
    assert(
      property(record({ survey: name, station: name, run: name, channel: name }), (some) => {
        expect(parseChannelPath(channelKey(some))).toEqual(some);
        expect(parseChannelPath(channelPath('0.2.0', some))).toEqual(some);
        expect(parseChannelPath(channelPath('0.1.0', some))).toEqual({ ...some, survey: 'default_survey' });
      }),
    );
  });
});

describe('channelPath', () => {
  it('depends on the version', () => {
    expect(channelPath('0.2.0', ids)).toBe('/Experiment/Surveys/s/Stations/MT001/a/ex');
    expect(channelPath('0.1.0', ids)).toBe('/Survey/Stations/MT001/a/ex');
    expect(channelKey(ids)).toBe('s/MT001/a/ex');
  });
});

describe('parseRunPath', () => {
  const run = { survey: 's', station: 'MT001', run: 'a' };

  it.each([
    ['s/MT001/a', run],
    ['/s/MT001/a', run],
    ['Experiment/Surveys/s/Stations/MT001/a', run],
    ['/Experiment/Surveys/s/Stations/MT001/a', run],
    ['/Survey/Stations/MT001/a', { ...run, survey: 'default_survey' }],
  ])('finds the ids in %s', (path, expected) => {
    expect(parseRunPath(path)).toEqual(expected);
  });

  it.each(['', 'a', 's/MT001', 's/MT001/a/ex', 'Survey/Stations/MT001/a', 's//a', '/s/MT001/a/', 'a/b/c/d/e/f'])(
    'leaves %j to others',
    (path) => {
      expect(parseRunPath(path)).toBeUndefined();
    },
  );
});
