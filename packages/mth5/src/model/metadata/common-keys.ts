/**
 * Keys that several kinds of objects share.
 *
 * Source: MTH5 0.6.5, mt_metadata 1.0.4.
 *
 * @module
 */
import { epoch, instantText } from '../time.js';
import { number, optionalBoolean, optionalText, text, within } from './key.js';

/** What MTH5 writes where no time is known. */
export const noTime = instantText(epoch);

/** A time at which something was, as MTH5 writes times. */
export const time = (about: string) => text(about, noTime, { check: 'time' });

export const comments = { comments: optionalText('Whatever else there is to say') };

export const timePeriod = within('time_period', {
  start: time('Time of the first sample'),
  end: time('Time of the last sample'),
});

/** How to reach a person or an institution. */
const contact = {
  organization: optionalText('Organization that the person belongs to'),
  email: optionalText('Address for electronic mail'),
  url: optionalText('Address of a web page'),
  ...comments,
};

export const author = { author: text('Name of the person'), ...contact };

export const person = { name: text('Name of the person or institution'), ...contact };

export const software = {
  author: text('Who wrote the software'),
  name: text('Name of the software'),
  version: text('Version of the software'),
  last_updated: optionalText('When the software was changed last', { check: 'time' }),
};

export const provenance = within('provenance', {
  creation_time: time('When the metadata were made'),
  ...comments,
  log: optionalText('What was changed since'),
  ...within('archive', person),
  ...within('creator', author),
  ...within('submitter', author),
  ...within('software', software),
});

export const fdsn = within('fdsn', {
  id: optionalText('Id in the FDSN archive'),
  network: optionalText('Code of the network, two characters'),
  channel_code: optionalText('Code of the channel, three characters'),
  new_epoch: optionalBoolean('Whether a new epoch begins here'),
  alternate_code: optionalText('Other code'),
  alternate_network_code: optionalText('Other code of the network'),
});

export const instrument = {
  id: optionalText('Serial number'),
  manufacturer: optionalText('Who made it'),
  type: optionalText('What kind of instrument it is'),
  model: optionalText('Model'),
  name: optionalText('Name'),
};

export const corner = {
  latitude: number('Latitude, north is positive', { units: 'degrees', check: 'latitude' }),
  longitude: number('Longitude, east is positive', { units: 'degrees', check: 'longitude' }),
  elevation: number('Elevation above the datum', { units: 'meters' }),
};

export const place = {
  datum: text('Geodetic datum of latitude and longitude', 'WGS 84'),
  ...corner,
  x: number('Distance north of the station', { units: 'meters' }),
  y: number('Distance east of the station', { units: 'meters' }),
  z: number('Distance below the station', { units: 'meters' }),
};

/** A place with uncertainties, and with a second point. */
export const surveyedPlace = {
  ...place,
  x2: number('Distance north of the second point', { units: 'meters' }),
  y2: number('Distance east of the second point', { units: 'meters' }),
  z2: number('Distance below of the second point', { units: 'meters' }),
  latitude_uncertainty: number('Uncertainty of the latitude', { units: 'degrees' }),
  longitude_uncertainty: number('Uncertainty of the longitude', { units: 'degrees' }),
  elevation_uncertainty: number('Uncertainty of the elevation', { units: 'meters' }),
  x_uncertainty: number('Uncertainty of x', { units: 'meters' }),
  y_uncertainty: number('Uncertainty of y', { units: 'meters' }),
  z_uncertainty: number('Uncertainty of z', { units: 'meters' }),
};

/** A measure at the start and at the end. */
export const startAndEnd = (about: string, units: string) => ({
  start: number(`${about} at the start`, { units }),
  end: number(`${about} at the end`, { units }),
});

/** What is measured: the period band of the instrument, in the words of magnetotellurics. */
export const dataTypes: readonly string[] = [
  'RMT',
  'AMT',
  'BBMT',
  'LPMT',
  'ULPMT',
  'MT',
  'LP',
  'BB',
  'WB',
  'MT_TF',
  'BBMT_TF',
  'WBMT_TF',
  'LPMT_TF',
  'CSAMT',
  'NSAMT',
];

export const dataType = { data_type: text('What kind of data are measured', 'BBMT', { allowed: dataTypes }) };
