import type { MessageDataset } from './message-dataset.js';

/** Address of a dataset's object header in its file: what an object reference to it holds. */
export async function objectAddress({ file, path }: MessageDataset): Promise<number> {
  const reference = await file.createReference(path);
  return Number(new DataView(reference.buffer, reference.byteOffset).getBigUint64(0, true));
}

/**
 * Cuts the messages, and clears what a writer had put into chunks behind them: HDF5 fills with zeros what a dataset loses by
 * shrinking.
 *
 * @param length How many messages stay.
 * @param remains Up to where something is left; see `remainsBehind`.
 */
export async function clearBehind(messages: MessageDataset, length: number, remains: number): Promise<void> {
  const extent = messages.shape?.[0] ?? 0;
  const largest = Math.min(messages.maxShape?.[0] ?? Infinity, Math.max(remains, extent));
  if (largest > extent) await messages.resize([largest]);
  if (largest > length) await messages.resize([length]);
}
