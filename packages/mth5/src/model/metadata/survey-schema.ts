import { author, comments, corner, fdsn } from './common-keys.js';
import { optionalText, text, within } from './key.js';
import type { InputOf, MetadataOf } from './schema.js';

const citation = {
  doi: optionalText('Digital object identifier'),
  authors: optionalText('Authors'),
  title: optionalText('Title'),
  year: optionalText('Year of publication'),
  volume: optionalText('Volume'),
  pages: optionalText('Pages'),
  journal: optionalText('Journal'),
};

const date = (about: string) => text(about, '1980-01-01', { check: 'date' });

/** Attributes of a survey. Source: MTH5 0.6.5, mt_metadata 1.0.4. */
export const surveySchema = {
  mth5Type: 'Survey',
  keys: {
    id: text('Id of the survey', '', { check: 'survey id' }),
    name: text('Name of the survey'),
    project: text('Project that the survey belongs to'),
    summary: text('What the survey is about'),
    geographic_name: text('Where it is'),
    datum: text('Geodetic datum of latitude and longitude', 'WGS 84'),
    release_license: text('License under which the data are published', 'CC-BY-4.0'),
    ...within('acquired_by', author),
    ...within('project_lead', author),
    ...within('northwest_corner', corner),
    ...within('southeast_corner', corner),
    ...within('time_period', { start_date: date('First day'), end_date: date('Last day') }),
    ...comments,
    ...fdsn,
    country: optionalText('Countries'),
    state: optionalText('States'),
    ...within('citation_dataset', citation),
    ...within('citation_journal', citation),
    ...within('funding_source', {
      name: optionalText('Who funds it'),
      organization: optionalText('Organization that funds it'),
      email: optionalText('Address for electronic mail'),
      url: optionalText('Address of a web page'),
      grant_id: optionalText('Numbers of the grants'),
      ...comments,
    }),
  },
};

export type SurveyMetadata = MetadataOf<typeof surveySchema>;
export type SurveyMetadataInput = InputOf<typeof surveySchema>;
