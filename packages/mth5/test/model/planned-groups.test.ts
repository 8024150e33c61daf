import { describe, expect, it } from 'vitest';
import {
  newFileGroups,
  newRunGroups,
  newStationGroups,
  newSurveyGroups,
  type PlannedGroup,
} from '../../src/model/planned-groups.js';

/** Path and type of each group; `*` where it has the attributes of its object too. */
function listed(groups: readonly PlannedGroup[]): string[] {
  return groups.map(({ path, mth5Type, hasMetadata }) => `${path} ${mth5Type ?? '-'}${hasMetadata ? ' *' : ''}`);
}

const filters = [
  'Filters Filters',
  'Filters/zpk -',
  'Filters/coefficient -',
  'Filters/time_delay -',
  'Filters/fap -',
  'Filters/fir -',
];

describe('planned groups', () => {
  it('of a new file of version 0.2.0', () => {
    expect(listed(newFileGroups['0.2.0'])).toEqual([
      'Experiment -',
      'Experiment/Surveys MasterSurvey',
      'Experiment/Reports Reports',
      'Experiment/Standards Standards',
    ]);
  });

  it('of a new file of version 0.1.0', () => {
    expect(listed(newFileGroups['0.1.0'])).toEqual([
      'Survey Survey *',
      'Survey/Stations MasterStation',
      'Survey/Reports Reports',
      ...filters.map((line) => `Survey/${line}`),
      'Survey/Standards Standards',
    ]);
  });

  it('of a new survey, station and run', () => {
    expect(listed(newSurveyGroups)).toEqual([
      ' Survey *',
      'Stations MasterStation',
      'Reports Reports',
      ...filters,
      'Standards Standards',
    ]);
    expect(listed(newStationGroups)).toEqual([
      ' Station *',
      'Transfer_Functions TransferFunctions',
      'Fourier_Coefficients MasterFC',
      'Features MasterFeatures',
    ]);
    expect(listed(newRunGroups)).toEqual([' Run *']);
  });
});
