import { requireEqualLengths, type RawFile } from '../format/raw-file.js';

/**
 * Demands as many headers as messages of a file that may be written at the same time. Its writer may close it between a look at
 * the lengths and one at its flags, so different lengths count only when they are found a second time.
 */
export class EqualLengths {
  #before: string | undefined;

  /** @throws Hdf5Error `TRANSIENT_READ` where another look may find equal ones; `CORRUPT_FILE`. */
  async require(raw: RawFile): Promise<void> {
    const { messages, headers, file } = raw;
    const isClosed = (await file.writerState()) === 'closed';
    const lengths = `${String(messages.shape)} ${String(headers.dataset.shape)}`;
    const isAsBefore = isClosed && lengths === this.#before;
    this.#before = isClosed ? lengths : undefined;
    requireEqualLengths(raw, !isAsBefore);
  }
}
