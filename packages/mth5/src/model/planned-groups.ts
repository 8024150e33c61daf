/**
 * Which groups MTH5 makes at each moment, in its order. The same go into a file here, so that MTH5 finds what it looks for:
 * a station whose children lack `mth5_type`, or a survey without its groups of filters, cannot be read by it.
 *
 * Source: MTH5 0.6.5.
 *
 * @module
 */
import { filterTypes, rootGroup, type Mth5Version } from './layout.js';

/** A group to make. */
export interface PlannedGroup {
  /** Path as seen from the object that is made; empty for that object itself. */
  readonly path: string;
  /** Its attribute `mth5_type`; undefined for a group without any attributes. */
  readonly mth5Type: string | undefined;
  /** Whether the group has the attributes of its object (a survey, a station, a run) besides `mth5_type`. */
  readonly hasMetadata: boolean;
}

const filterGroups: readonly PlannedGroup[] = [
  typed('Filters', 'Filters'),
  ...filterTypes.map((type) => bare(`Filters/${type}`)),
];

/**
 * Groups of a new file, paths seen from `/`. The dataset `summary` in `Standards` and the three summary tables come
 * besides.
 */
export const newFileGroups: Readonly<Record<Mth5Version, readonly PlannedGroup[]>> = {
  '0.1.0': [
    described('Survey', 'Survey'),
    ...within(rootGroup('0.1.0').slice(1), [
      typed('Stations', 'MasterStation'),
      typed('Reports', 'Reports'),
      ...filterGroups,
      typed('Standards', 'Standards'),
    ]),
  ],
  '0.2.0': [
    bare('Experiment'),
    ...within(rootGroup('0.2.0').slice(1), [
      typed('Surveys', 'MasterSurvey'),
      typed('Reports', 'Reports'),
      typed('Standards', 'Standards'),
    ]),
  ],
};

/** Groups of a new survey of version 0.2.0, paths seen from the survey; `Standards/summary` comes besides. */
export const newSurveyGroups: readonly PlannedGroup[] = [
  described('', 'Survey'),
  typed('Stations', 'MasterStation'),
  typed('Reports', 'Reports'),
  ...filterGroups,
  typed('Standards', 'Standards'),
];

/** Groups of a new station, paths seen from the station. */
export const newStationGroups: readonly PlannedGroup[] = [
  described('', 'Station'),
  typed('Transfer_Functions', 'TransferFunctions'),
  typed('Fourier_Coefficients', 'MasterFC'),
  typed('Features', 'MasterFeatures'),
];

/** Groups of a new run, paths seen from the run: it alone. */
export const newRunGroups: readonly PlannedGroup[] = [described('', 'Run')];

function described(path: string, mth5Type: string): PlannedGroup {
  return { path, mth5Type, hasMetadata: true };
}

function typed(path: string, mth5Type: string): PlannedGroup {
  return { path, mth5Type, hasMetadata: false };
}

function bare(path: string): PlannedGroup {
  return { path, mth5Type: undefined, hasMetadata: false };
}

function within(group: string, planned: readonly PlannedGroup[]): readonly PlannedGroup[] {
  return planned.map((entry) => ({ ...entry, path: `${group}/${entry.path}` }));
}
