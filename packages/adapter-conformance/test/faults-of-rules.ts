import * as broken from './broken-adapters.js';
import type { Fault } from './fault.js';
import { storedElements } from './names-of-cases.js';

/** Rules of the interface that are not kept. */
export const faultsOfRules: Readonly<Record<string, Fault>> = {
  'a reader that does not close': {
    adapter: broken.leakedReader,
    fails: {
      lifecycle: [
        'a read during which the file is closed ends, with its data or as closed',
        'one of two openings of a file stays open when the other is closed',
        'watching ends with its own end, and with the file',
        'every method of a closed reader says so',
      ],
    },
  },
  'a handle that is left open': {
    adapter: broken.leakedHandle,
    fails: {
      opening: ['a read while an opening for writing is pending lets it succeed'],
      lifecycle: ['a closed file is free, whatever was opened in it', 'a closed file can be replaced'],
    },
  },
  'results in a shared buffer': {
    adapter: broken.sharedBuffer,
    fails: {
      reading: [
        'delivers bytes that belong to the caller',
        'carries out many reads that were started at the same time',
      ],
    },
  },
  'a capability claimed and not there': {
    adapter: broken.claimsTooMuch,
    fails: {
      writing: [
        'creates, writes and reads elements: boolean',
        'creates, writes and reads elements: compound with an array and a boolean',
      ],
      attributes: [
        'keeps a boolean as what it is',
        'keeps elements with a given dtype: boolean',
        'keeps elements with a given dtype: compound with an array and a boolean',
      ],
    },
  },
  'a capability there and not claimed': {
    adapter: broken.claimsTooLittle,
    fails: {
      writing: [
        'creates, writes and reads elements: boolean',
        'creates, writes and reads elements: compound with an array and a boolean',
        'leaves no groups on the way to a dataset that it refuses',
      ],
      attributes: [
        'keeps a boolean as what it is',
        'keeps elements with a given dtype: boolean',
        'keeps elements with a given dtype: compound with an array and a boolean',
        'keep the old value where a new one is refused',
      ],
    },
  },
  'ranges that are clipped': {
    adapter: broken.clips,
    fails: {
      reading: ['refuses what leaves the dataset, and clips nothing'],
    },
  },
  'signals that are not looked at': {
    adapter: broken.deafToSignals,
    fails: {
      opening: ['a signal that was aborted before'],
      reading: ['ends with the reason of a signal that was aborted before'],
      writing: ['ends with the reason of a signal that was aborted before the write'],
    },
  },
  'an array to fill that is not filled': {
    adapter: broken.ignoresInto,
    fails: {
      reading: [
        'fills the array that it is given',
        'fills a part of a larger buffer and nothing beside it',
        'refuses an array of another class or length',
        ...storedElements,
      ],
    },
  },
  'the code IO for what is out of range': {
    adapter: broken.wrongCode('OUT_OF_RANGE', 'IO'),
    fails: {
      reading: [
        'refuses what leaves the dataset, and clips nothing',
        'reads single values',
        'reads datasets without elements',
      ],
      writing: ['refuses selections outside the dataset'],
      'variable-length': ['reads slices and single messages'],
      live: ['a dataset that shrinks is seen to shrink'],
    },
  },
  'the code PERMISSION_DENIED for a locked file': {
    adapter: broken.wrongCode('FILE_LOCKED', 'PERMISSION_DENIED'),
    fails: {
      opening: [
        'there is one writer',
        'a file whose writer was killed before SWMR mode',
        'a file whose writer was killed in SWMR mode',
        'of two openings with mode r+ at once, one succeeds',
        'of two openings with mode w at once, one succeeds',
        'another writer is seen through a user block',
      ],
      live: [
        'a file cannot be read before SWMR mode, and can be after',
        'the writer is killed: what it flushed can be read, and the state stays',
      ],
    },
  },
};
