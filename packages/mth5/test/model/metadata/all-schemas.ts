import { channelSchemas } from '../../../src/model/metadata/channel-schemas.js';
import { filterSchemas } from '../../../src/model/metadata/filter-schemas.js';
import { rootSchema } from '../../../src/model/metadata/root-schema.js';
import { runSchema } from '../../../src/model/metadata/run-schema.js';
import type { Schema } from '../../../src/model/metadata/schema.js';
import { stationSchema } from '../../../src/model/metadata/station-schema.js';
import { surveySchema } from '../../../src/model/metadata/survey-schema.js';

/** Every schema, by a name for the test. */
export const allSchemas: readonly (readonly [string, Schema])[] = [
  ['root', rootSchema],
  ['survey', surveySchema],
  ['station', stationSchema],
  ['run', runSchema],
  ...Object.entries(channelSchemas),
  ...Object.entries(filterSchemas),
];
