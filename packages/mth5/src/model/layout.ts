/**
 * Where things are in an MTH5 file. Version 0.2.0 holds surveys, version 0.1.0 is one survey; from the station on both
 * are the same. All names are case-sensitive.
 *
 * Source: MTH5 0.6.5.
 *
 * @module
 */

/** Versions of the layout, as the root attribute `file.version` holds them. */
export type Mth5Version = '0.1.0' | '0.2.0';

/** Tables that sum a file up. */
export type SummaryTable = 'channel_summary' | 'tf_summary' | 'fc_summary';

/** Types of filters; each has a group of its own. */
export type FilterType = 'zpk' | 'coefficient' | 'time_delay' | 'fap' | 'fir';

/** The id that the one survey of a file of version 0.1.0 is given. */
export const defaultSurvey = 'default_survey';

/** The tables, in the order in which MTH5 makes them. */
export const summaryTables: readonly SummaryTable[] = ['channel_summary', 'tf_summary', 'fc_summary'];

/** The types of filters, in the order in which MTH5 makes their groups. */
export const filterTypes: readonly FilterType[] = ['zpk', 'coefficient', 'time_delay', 'fap', 'fir'];

/** Names of the groups of a station that are no runs. */
export const stationGroups: readonly string[] = ['Transfer_Functions', 'Fourier_Coefficients', 'Features'];

/** Name of the group of a run that is no channel. */
export const runFeatures = 'Features';

/** The group that holds everything: its presence makes a file one of MTH5. */
export function rootGroup(version: Mth5Version): string {
  return version === '0.1.0' ? '/Survey' : '/Experiment';
}

/** Path of a table that sums the file up. */
export function tablePath(version: Mth5Version, table: SummaryTable): string {
  return `${rootGroup(version)}/${table}`;
}

/** The group of the surveys; version 0.1.0, which has only one, has none. */
export function surveysPath(version: '0.2.0'): string {
  return `${rootGroup(version)}/Surveys`;
}

/** Path of a survey. In version 0.1.0 it is the same whatever the survey is called. */
export function surveyPath(version: Mth5Version, survey: string): string {
  return version === '0.1.0' ? rootGroup(version) : `${surveysPath(version)}/${survey}`;
}

/** The group of the stations of a survey. */
export function stationsPath(version: Mth5Version, survey: string): string {
  return `${surveyPath(version, survey)}/Stations`;
}

export function stationPath(version: Mth5Version, survey: string, station: string): string {
  return `${stationsPath(version, survey)}/${station}`;
}

export function runPath(version: Mth5Version, survey: string, station: string, run: string): string {
  return `${stationPath(version, survey, station)}/${run}`;
}

/** The group of the filters of a survey, or of one type of them. */
export function filtersPath(version: Mth5Version, survey: string, type?: FilterType): string {
  const filters = `${surveyPath(version, survey)}/Filters`;
  return type === undefined ? filters : `${filters}/${type}`;
}
