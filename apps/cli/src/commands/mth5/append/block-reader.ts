import { Hdf5Error } from '@h5tail/adapter';
import type { SampleInput } from '@h5tail/mth5';

/** Samples of channels that were taken together. */
export interface InputBlock {
  /** As many of each channel. */
  readonly samples: Readonly<Record<string, SampleInput>>;
  /** Samples of each channel. */
  readonly length: number;
  /** Time of the first sample, ISO 8601. */
  readonly start: string | undefined;
  /** Where it stands in the input. */
  readonly place: InputPlace;
}

/** A line, counted from 1, or a byte, counted from 0. */
export interface InputPlace {
  readonly kind: 'line' | 'byte';
  readonly number: number;
}

/** Turns the bytes of an input, as they come, into blocks. */
export interface BlockReader {
  /**
   * Takes the next piece, and its memory with it. What is wrong with the input is thrown behind the blocks that come before it.
   *
   * @throws Hdf5Error `INVALID_DATA`, with the place in the input.
   */
  push(piece: Uint8Array): Generator<InputBlock>;
  /** The input is over. @throws Hdf5Error as `push`. */
  end(): Generator<InputBlock>;
  /** What is begun and not whole, in bytes. */
  readonly unfinishedBytes: number;
}

/** The fault of an input. */
export function inputFault({ kind, number }: InputPlace, wrong: string, remedy: string, cause?: unknown): Hdf5Error {
  return new Hdf5Error('INVALID_DATA', `${kind} ${number}: ${wrong}`, { file: 'stdin', index: number, remedy, cause });
}
