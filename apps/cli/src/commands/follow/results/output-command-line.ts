import { pathWord } from '../../../path-word.js';
import { shellWord } from '../../../shell-word.js';
import type { FollowFlags } from '../command.js';
import type { ReducedScan } from './reduced-scan.js';

/**
 * The command that follows the output, ready to be pasted.
 *
 * @param invocation How this program is called, for example `h5tail`.
 * @param maxShape Largest extents of the scan.
 */
export function outputCommandLine(
  invocation: string,
  output: string,
  { keysPath, dataPath, finishedPath }: Pick<ReducedScan, 'keysPath' | 'dataPath' | 'finishedPath'>,
  flags: FollowFlags,
  maxShape: readonly (number | null)[],
): string {
  const words = [invocation, 'follow', pathWord(output)];
  words.push('--keys', shellWord(keysPath), '--data', shellWord(dataPath), '--finished', shellWord(finishedPath));
  if (flags.from > 0) words.push('--from', `${flags.from}`);
  // Trailing ones of keys are taken for axes of frames.
  if (maxShape.at(-1) === 1) words.push('--scan-rank', `${maxShape.length}`);
  // The output is written in order, so what is left out is left out for good.
  if (leavesPointsOut(flags)) words.push('--skip-holes', '0');
  return words.join(' ');
}

function leavesPointsOut({ every, partition, latest, skipHoles }: FollowFlags): boolean {
  return (every ?? 1) > 1 || (partition?.count ?? 1) > 1 || latest || skipHoles !== undefined;
}
