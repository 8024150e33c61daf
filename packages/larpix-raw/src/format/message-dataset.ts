import { Hdf5Error, VariableLength, type Dataset, type Hdf5File, type VariableLengthDtype } from '@h5tail/adapter';
import { layout } from './layout.js';

/** The dataset of messages. */
export type MessageDataset = Dataset<VariableLengthDtype>;

/**
 * Opens the dataset of messages.
 *
 * @throws Hdf5Error `OBJECT_NOT_FOUND`, `WRONG_DTYPE` where its elements are no byte strings, `WRONG_SHAPE`.
 */
export async function openMessages(file: Hdf5File): Promise<MessageDataset> {
  const dataset = await file.dataset(layout.messages, 'variable-length');
  const place = { file: file.path, object: layout.messages };
  const { base } = dataset.dtype;
  if (base.class !== 'integer' || base.size !== 1) {
    const remedy = 'Name a raw message file';
    throw new Hdf5Error('WRONG_DTYPE', 'the messages are not strings of bytes', { ...place, remedy });
  }
  if (dataset.shape?.length !== 1) {
    const remedy = 'Name a raw message file';
    throw new Hdf5Error('WRONG_SHAPE', 'the messages are not a list', { ...place, remedy });
  }
  return dataset;
}

/** Messages `start` to `stop - 1`. Some files have signed bytes; the bits are the same. */
export async function readMessages(
  dataset: MessageDataset,
  start: number,
  stop: number,
  signal: AbortSignal | undefined,
): Promise<VariableLength<Uint8Array>> {
  const { data } = await dataset.read([[start, stop]], signal === undefined ? {} : { signal });
  const { values, offsets } = data as VariableLength<Int8Array | Uint8Array>;
  if (values instanceof Uint8Array) return data as VariableLength<Uint8Array>;
  return new VariableLength(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offsets);
}
