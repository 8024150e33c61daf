import { describe, expect, it } from 'vitest';
import { channelName } from '../../../../src/commands/mth5/monitor/channel-name.js';

describe('the name of a channel', () => {
  const names = { station: 'mt01', run: 'a', component: 'ex' };

  it('is its path', () => {
    expect(channelName({ survey: 'demo', ...names })).toBe('demo/mt01/a/ex');
  });

  it('has a survey also where MTH5 gave it no id', () => {
    expect(channelName({ survey: '', ...names })).toBe('default_survey/mt01/a/ex');
  });
});
