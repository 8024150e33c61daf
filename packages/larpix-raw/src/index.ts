/**
 * Raw larpix-style message files: write, read, follow and repair them.
 *
 * @example
 * ```ts
 * await toRawFile('raw.h5', messages, { adapter: wasmAdapter(), headers: { ioGroups: 1 } });
 * const content = await fromRawFile('raw.h5', { adapter: wasmAdapter() });
 * ```
 *
 * @module
 */
export { fromRawFile, type FromRawFileOptions, type RawContent } from './from-raw-file.js';
export type { HeaderFields } from './format/header-dataset.js';
export type { RawFileMeta, StoredVersions } from './format/raw-file-meta.js';
export { lengthOfRawFile } from './length-of-raw-file.js';
export type { IoGroups } from './messages/io-groups.js';
export type { IoGroupInput, MessageBytes, MessageInput } from './messages/message-batch.js';
export { RawFileFollower, type RawBatch, type RawFileFollowerOptions } from './raw-file-follower.js';
export { RawFileWriter, type RawFileWriterOptions } from './raw-file-writer.js';
export type { RawReadOptions } from './reading/read-options.js';
export type { RowChoice } from './reading/row-ranges.js';
export { repair, type RepairOptions, type RepairReport } from './repair/repair.js';
export { toRawFile, type RawHeaders, type ToRawFileOptions } from './to-raw-file.js';
export type { AppendOptions } from './writing/open-for-appending.js';
