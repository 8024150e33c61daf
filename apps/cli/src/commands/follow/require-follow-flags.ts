import { UsageError } from '../../usage-errors.js';
import { regionFlagOf, requireRegions } from '../live/regions.js';
import type { FollowFlags } from './command.js';
import { requireOutput } from './results/output-file.js';

/**
 * Refuses flags that do not go together, before anything is opened.
 *
 * @throws UsageError. Hdf5Error `FILE_EXISTS` for an output that is there already.
 */
export function requireFollowFlags(flags: FollowFlags, path: string): void {
  const { data = [], interleaved = [], region = [], output, reduce } = flags;
  const names = [...new Set(data), ...interleaved.map(({ name }) => name)];
  if (names.length === 0) throw new UsageError('Expected input for flag --data or --interleaved');
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) throw new UsageError(`--interleaved ${twice}=...: ${twice} names something else already`);
  requireRegions(region, names);
  const whole = names.find((name) => regionFlagOf(region, name) === undefined);
  if (output === undefined) {
    if (reduce !== undefined) throw new UsageError(`--reduce ${reduce} takes --output FILE`);
    if (flags.overwrite) throw new UsageError('--overwrite takes --output FILE');
    return;
  }
  if (reduce === 'roi-sum' && whole !== undefined) {
    throw new UsageError(`--reduce roi-sum takes a --region for ${whole}; --reduce sum adds up whole frames`);
  }
  requireOutput(output, path, flags.overwrite);
}
