import { UsageError } from '../../../usage-errors.js';
import type { CatFlags } from './command.js';

type Slice = Pick<CatFlags, 'from' | 'to' | 'start' | 'end'>;

/** The slice that the flags tell, see `SampleSlice`. */
export function sliceOf({ from, to, start, end }: Slice): Slice {
  if (start !== undefined || end !== undefined) {
    return { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
  }
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** @throws UsageError for a slice by numbers and by times. */
export function requireOneSlice({ from, to, start, end }: Slice): void {
  if ((from === undefined && to === undefined) || (start === undefined && end === undefined)) return;
  throw new UsageError(
    '--from and --to are numbers of samples, --start and --end are times: give the ones or the others',
  );
}
