import { Hdf5Error, type Dataset } from '@h5tail/adapter';

/**
 * Length of the windows in which datasets without keys are followed: the least common multiple of their chunk lengths
 * along the first axis, so that a window ends with a chunk in each of them.
 *
 * @throws Hdf5Error `WRONG_SHAPE` where none is stored in chunks.
 */
export function defaultWindowLength(datasets: readonly Dataset[]): number {
  const lengths = datasets.flatMap(({ isVirtual, chunks }) => (isVirtual ? [] : (chunks?.slice(0, 1) ?? [])));
  if (lengths.length > 0) return lengths.reduce(leastCommonMultiple);
  const [first] = datasets as [Dataset];
  throw new Hdf5Error('WRONG_SHAPE', 'it is not stored in chunks that would say how long a window is', {
    file: first.file.path,
    object: first.path,
    remedy: 'Give windowLength, a number of elements along the first axis',
  });
}

function leastCommonMultiple(a: number, b: number): number {
  let [divisor, rest] = [a, b];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}
