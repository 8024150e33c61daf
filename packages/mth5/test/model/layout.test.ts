import { describe, expect, it } from 'vitest';
import {
  filtersPath,
  filterTypes,
  rootGroup,
  runPath,
  stationPath,
  stationsPath,
  summaryTables,
  surveyPath,
  surveysPath,
  tablePath,
} from '../../src/model/layout.js';

describe('paths of version 0.2.0', () => {
  it('are below /Experiment', () => {
    expect(rootGroup('0.2.0')).toBe('/Experiment');
    expect(summaryTables.map((table) => tablePath('0.2.0', table))).toEqual([
      '/Experiment/channel_summary',
      '/Experiment/tf_summary',
      '/Experiment/fc_summary',
    ]);
    expect(surveysPath('0.2.0')).toBe('/Experiment/Surveys');
    expect(surveyPath('0.2.0', 's')).toBe('/Experiment/Surveys/s');
    expect(stationsPath('0.2.0', 's')).toBe('/Experiment/Surveys/s/Stations');
    expect(stationPath('0.2.0', 's', 'MT001')).toBe('/Experiment/Surveys/s/Stations/MT001');
    expect(runPath('0.2.0', 's', 'MT001', 'a')).toBe('/Experiment/Surveys/s/Stations/MT001/a');
    expect(filtersPath('0.2.0', 's')).toBe('/Experiment/Surveys/s/Filters');
    expect(filterTypes.map((type) => filtersPath('0.2.0', 's', type))).toEqual(
      ['zpk', 'coefficient', 'time_delay', 'fap', 'fir'].map((type) => `/Experiment/Surveys/s/Filters/${type}`),
    );
  });
});

describe('paths of version 0.1.0', () => {
  it('are below /Survey, whatever the survey is called', () => {
    expect(rootGroup('0.1.0')).toBe('/Survey');
    expect(tablePath('0.1.0', 'channel_summary')).toBe('/Survey/channel_summary');
    expect(surveyPath('0.1.0', 'default_survey')).toBe('/Survey');
    expect(stationsPath('0.1.0', 's')).toBe('/Survey/Stations');
    expect(stationPath('0.1.0', 's', 'MT001')).toBe('/Survey/Stations/MT001');
    expect(runPath('0.1.0', 's', 'MT001', 'a')).toBe('/Survey/Stations/MT001/a');
    expect(filtersPath('0.1.0', 's', 'zpk')).toBe('/Survey/Filters/zpk');
  });
});
