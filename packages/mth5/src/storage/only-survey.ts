import type { Hdf5File } from '@h5tail/adapter';
import { defaultSurvey, rootGroup } from '../model/layout.js';
import { readStored } from './metadata-attributes.js';

/** Id of the survey that a file of version 0.1.0 is. */
export async function onlySurvey(file: Hdf5File): Promise<string> {
  const stored = await readStored((await file.group(rootGroup('0.1.0'))).attributes);
  const id = stored.get('id');
  return typeof id === 'string' && id !== '' ? id : defaultSurvey;
}
