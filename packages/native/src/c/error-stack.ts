import type { Hdf5StackEntry } from '@h5tail/adapter';
import type { Koffi } from '../library/load-koffi.js';
import { constants } from './constants.js';
import type { Hdf5Functions } from './functions.js';
import type { ErrorStackId, MessageId } from './identifiers.js';
import { structures } from './structures.js';

/** As `H5E_error2_t` has it. */
interface StackRecord {
  readonly maj_num: bigint;
  readonly min_num: bigint;
  readonly func_name: string | null;
  readonly desc: string | null;
}

const mostBytes = 512;

/** Reads HDF5's error stacks, outermost call first. */
export class ErrorStackReader {
  readonly #c: Hdf5Functions;
  readonly #koffi: Koffi;
  readonly #visit: bigint;
  readonly #record: import('koffi').TypeObject;
  readonly #text = new Uint8Array(mostBytes);
  #records: StackRecord[] = [];

  constructor(koffi: Koffi, c: Hdf5Functions) {
    this.#c = c;
    this.#koffi = koffi;
    this.#record = koffi.struct({ ...structures.H5E_error2_t });
    const operator = koffi.proto('int', ['unsigned int', 'void *', 'void *']);
    this.#visit = koffi.register((_n: number, record: bigint) => this.#add(record), koffi.pointer(operator));
  }

  /** The entries of a stack; of the calling thread's own by default. */
  read(stack: ErrorStackId): Hdf5StackEntry[] {
    this.#records = [];
    this.#c.H5Ewalk2(stack, constants.H5E_WALK_DOWNWARD, this.#visit, null);
    // Asked for afterwards: some versions clear the stack that is being walked when they are asked for a text.
    return this.#records.map((record) => ({
      function: record.func_name ?? '',
      message: record.desc ?? '',
      major: this.#messageText(record.maj_num),
      minor: this.#messageText(record.min_num),
    }));
  }

  #add(address: bigint): number {
    this.#records.push(this.#koffi.decode(address, this.#record) as StackRecord);
    return 0;
  }

  #messageText(message: bigint): string {
    const length = Number(this.#c.H5Eget_msg(message as MessageId, null, this.#text, mostBytes));
    return new TextDecoder().decode(this.#text.subarray(0, Math.max(0, Math.min(length, mostBytes - 1))));
  }
}
