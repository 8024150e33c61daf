import { Hdf5Error } from '@h5tail/adapter';

const mostNames = 20;

/** The fault of asking for something that is not there, with what is. */
export function missing(file: string, object: string, name: string, known: readonly string[]): Hdf5Error {
  const shown = known.slice(0, mostNames).join(', ');
  const rest = known.length > mostNames ? `, … (${known.length} in all)` : '';
  return new Hdf5Error('OBJECT_NOT_FOUND', `there is no ${name}`, {
    file,
    object,
    remedy: known.length === 0 ? 'There is nothing of the kind yet' : `There are ${shown}${rest}`,
  });
}
