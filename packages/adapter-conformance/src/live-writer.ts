/**
 * h5py in processes of its own, driven step by step: a writer to follow, and a reader that follows.
 *
 * @module
 */
export { FollowReader, type ReaderAnswers, type ReaderCommand } from './live-writer/follow-reader.js';
export { framePattern, messagePattern, type PatternDtype } from './live-writer/frame-pattern.js';
export { LiveWriter } from './live-writer/live-writer.js';
export { pythonForInterop } from './live-writer/python-for-interop.js';
export type { PythonProcessOptions } from './live-writer/python-process.js';
export { ScanRun, type ScanEvent, type ScanResult } from './live-writer/scan-run.js';
export type {
  AnswerTo,
  AttributeSpec,
  ContentSpec,
  DatasetSpec,
  ProcessFacts,
  PythonDtype,
  PythonSelection,
  ScanSpec,
  SourcesSpec,
  ValuesSpec,
  WriterAnswers,
  WriterCommand,
} from './live-writer/writer-commands.js';
