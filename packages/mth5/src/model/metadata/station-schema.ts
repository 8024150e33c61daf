import { author, comments, dataType, fdsn, provenance, surveyedPlace, timePeriod } from './common-keys.js';
import { list, number, optionalNumber, optionalText, text, within } from './key.js';
import type { InputOf, MetadataOf } from './schema.js';

/** Attributes of a station. Source: MTH5 0.6.5, mt_metadata 1.0.4. */
export const stationSchema = {
  mth5Type: 'Station',
  keys: {
    id: text('Id of the station', '', { check: 'station id' }),
    geographic_name: text('Where it is'),
    ...dataType,
    channel_layout: text('How the electrodes are laid out', 'X', { allowed: ['L', 'X', '+'] }),
    channels_recorded: list('Components of the channels of all runs'),
    run_list: list('Ids of the runs'),
    ...within('acquired_by', author),
    ...within('location', {
      ...surveyedPlace,
      ...within('declination', {
        model: text('Model of the geomagnetic field', 'IGRF'),
        value: number('Declination, east is positive', { units: 'degrees' }),
        epoch: optionalText('Year of the model'),
        ...comments,
      }),
      ...within('geographic_location', {
        country: optionalText('Country'),
        state: optionalText('State'),
        county: optionalText('County'),
        township: optionalText('Township'),
        section: optionalText('Section'),
        quarter: optionalText('Quarter'),
        parcel: optionalText('Parcel'),
      }),
    }),
    ...within('orientation', {
      method: text('How the directions were measured', 'compass', { allowed: ['compass', 'GPS', 'theodolite'] }),
      reference_frame: text('What the directions are measured from', 'geographic', {
        allowed: ['geographic', 'geomagnetic', 'station', 'sitelayout'],
      }),
      value: text('How the channels lie to each other', 'orthogonal', {
        allowed: ['orthogonal', 'station', 'sitelayout'],
      }),
      angle_to_geographic_north: optionalNumber('Angle of the frame to geographic north', { units: 'degrees' }),
    }),
    ...provenance,
    ...timePeriod,
    ...comments,
    ...fdsn,
  },
};

export type StationMetadata = MetadataOf<typeof stationSchema>;
export type StationMetadataInput = InputOf<typeof stationSchema>;
