import { Unreadable } from './byte-cursor.js';
import { gatherInPlace } from './gather-in-place.js';
import { gatherSequences, type Sequences } from './global-heap.js';
import { withHeapFile } from './heap-file.js';

export { descriptorSize } from './sequence-places.js';
export type { Sequences } from './global-heap.js';

/**
 * Reads the sequences of elements of variable length, numbers or text, straight from a file, without HDF5: about as
 * fast as reading their bytes once.
 *
 * The file may be one that a writer is changing: collections of the heap that are written in part are refused. They
 * have no checksum, so a sequence whose place another one of the same length takes at that moment is not noticed; HDF5
 * does not notice it either.
 *
 * @param file Its path, or the descriptor of a file that is open for reading: certain to be the same file also where
 * another one took its path. Takes no lock and disturbs no writer.
 * @param descriptors The elements as they lie in a chunk, after its filters; see {@link descriptorSize}.
 * @param count How many of them to take, from the first on.
 * @param elementBytes Bytes in the file of one element of a sequence: 1 for text.
 * @returns `undefined` for anything that cannot be read with certainty. Trying again may succeed while the file is
 * being written; HDF5 may read it in any case, or says why not.
 * @throws RangeError where there are fewer descriptors, or numbers make no sense.
 */
export function readSequences(
  file: string | number,
  descriptors: Uint8Array,
  count: number,
  elementBytes: number,
): Sequences | undefined {
  try {
    return withHeapFile(file, (source) => gatherSequences(source, descriptors, count, elementBytes));
  } catch (error) {
    if (error instanceof Unreadable || isSystemError(error)) return undefined;
    throw error;
  }
}

/**
 * The same for long sequences, with the help of Node's own threads.
 *
 * @param file A descriptor, which has to stay open until the promise settles.
 * @returns `undefined` where that does not pay or cannot be done, and nothing was begun; the promise brings nothing where
 * they cannot be read with certainty.
 */
export function readSequencesLater(
  file: number,
  descriptors: Uint8Array,
  count: number,
  elementBytes: number,
): Promise<Sequences | undefined> | undefined {
  const uncertain = (error: unknown): undefined => {
    if (!(error instanceof Unreadable) && !isSystemError(error)) throw error;
  };
  try {
    return withHeapFile(file, (source) => gatherInPlace(source, descriptors, count, elementBytes))?.catch(uncertain);
  } catch (error) {
    return uncertain(error);
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'errno' in error;
}
