/**
 * A file whose writer died: whether it did, and how to mend the file, without HDF5.
 *
 * @module
 */
export { findWriters, writersText, type FindWritersOptions, type WriterSearch } from './recovery/find-writers.js';
export { findUndo, type UndoDescription } from './recovery/find-undo.js';
export { forgetUndo } from './recovery/restore-undo.js';
export { beginUndo, type BeginUndoOptions, type UndoJournal } from './recovery/undo-journal.js';
export { undoChange, type UndoChangeOptions } from './recovery/undo-change.js';
export { undoPath } from './recovery/undo-path.js';
export { inspectFile, type FileInspection, type FileState } from './recovery/inspect-file.js';
export type { PollClock } from './recovery/poll-clock.js';
export { recoverFile, type Recovery, type RecoverOptions } from './recovery/recover-file.js';
export { tornCollections, type SequencesToKeep } from './recovery/torn-collections.js';
export { writeChanges } from './recovery/write-changes.js';
export { remainsBehind } from './recovery/remains-behind.js';
export type { StoredChange } from './recovery/stored-change.js';
export type { WriterProcess } from './recovery/writer-process.js';
